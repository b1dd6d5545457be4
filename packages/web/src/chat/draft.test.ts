// Drafts, and the persons named in them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeText, type Draft, trimDraft } from './draft.ts'
import { findQuery, fitting, withMention } from './find-mention.ts'

const hello: Draft = { text: 'hi @Bob and @Eve!', mentions: [span(3, 7, 'bob'), span(12, 16, 'eve')] }
const named = ({ text, mentions }: Draft) =>
  mentions.map(({ start, end, person }) => `${person}=${text.slice(start, end)}`)

test('persons keep their places while one writes before, between and after them', () => {
  for (const next of ['oh hi @Bob and @Eve!', 'hi @Bob or @Eve!', 'hi @Bob and @Eve! ok', 'hi @Bob, dear, and @Eve!']) {
    assert.deepEqual(named(changeText(hello, next)), ['bob=@Bob', 'eve=@Eve'], next)
  }
})

test('a name that is changed names nobody', () => {
  assert.deepEqual(named(changeText(hello, 'hi @Bo and @Eve!')), ['eve=@Eve'])
  assert.deepEqual(named(changeText(hello, 'hi @Bobby and @Eve!')), ['eve=@Eve'])
  assert.deepEqual(named(changeText(hello, '')), [])
})

test('what is sent has no space around it, and the places are right', () => {
  const padded = changeText(changeText(hello, `\n ${hello.text}`), `\n ${hello.text} \n`)
  assert.deepEqual(named(trimDraft(padded)), ['bob=@Bob', 'eve=@Eve'])
  assert.equal(trimDraft(padded).text, hello.text)
})

test('an @ that begins a word looks for somebody', () => {
  assert.deepEqual(findQuery('hi @Bo', 6), { start: 3, end: 6, words: 'Bo' })
  assert.deepEqual(findQuery('@', 1), { start: 0, end: 1, words: '' })
  assert.deepEqual(findQuery('(@Ada Love', 10)?.words, 'Ada Love')
  assert.equal(findQuery('@Bo ', -1), undefined)
  for (const text of ['a@b.example', 'hi', '@ ', `@${'x'.repeat(41)}`, '@a\nb']) {
    assert.equal(findQuery(text, text.length), undefined, text)
  }
})

test('names are found by the beginning of each word, without case and accents', () => {
  const people = ['Bob', 'Zoë Bauer', 'Ada'].map((name) => ({ name, person: name }))
  const found = (words: string) => fitting(people, words).map(({ name }) => name)
  assert.deepEqual(found('b'), ['Bob', 'Zoë Bauer'])
  assert.deepEqual(found('ZOE'), ['Zoë Bauer'])
  assert.deepEqual(found('da'), [])
  assert.deepEqual(found(''), ['Bob', 'Zoë Bauer', 'Ada'])
})

test('the chosen one stands in the text with a space behind', () => {
  const draft = { text: 'see @bo now @Eve', mentions: [span(12, 16, 'eve')] }
  const { draft: chosen, caret } = withMention(draft, { start: 4, end: 7, words: 'bo' }, { person: 'bob', name: 'Bob' })
  assert.equal(chosen.text, 'see @Bob now @Eve')
  assert.deepEqual(named(chosen), ['bob=@Bob', 'eve=@Eve'])
  assert.equal(caret, 9)
  const end = withMention({ text: '@', mentions: [] }, { start: 0, end: 1, words: '' }, { person: 'bob', name: 'Bob' })
  assert.equal(end.draft.text, '@Bob ')
  assert.deepEqual(named(end.draft), ['bob=@Bob'])
})

function span(start: number, end: number, person: string) {
  return { start, end, person }
}
