import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fold, foldWords } from './fold.ts'

test('texts that differ in case or composition alone are the same', () => {
  for (const [one, other] of [
    ['Straße', 'STRASSE'],
    ['Ὀδυσσεύς', 'ὈΔΥΣΣΕΎΣ'],
    ['Ёлка', 'ёлка'],
    ['Jose\u0301', 'JOSÉ'],
    ['ﬁn', 'FIN'],
  ])
    assert.equal(fold(one ?? ''), fold(other ?? ''))
  assert.notEqual(fold('resume'), fold('résumé'), 'an accent is another letter')
})

test('a search is its words, each once', () => {
  assert.deepEqual(foldWords('  one\tTwo ONE\u00a0three '), ['ONE', 'TWO', 'THREE'])
  assert.deepEqual(foldWords(' \n'), [])
  assert.deepEqual(foldWords('100%_\\'), ['100%_\\'])
})
