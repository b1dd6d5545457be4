// Found words.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { excerptOf, markWords } from './mark-words.ts'

const shape = (text: string, search: string) =>
  markWords(text, search)
    .map(({ text: part, marked }) => (marked ? `[${part}]` : part))
    .join('')

test('each word is marked wherever it stands, whatever its case', () => {
  assert.equal(shape('The meeting: MEET me', 'meet THE'), '[The] [meet]ing: [MEET] me')
  assert.equal(shape('Straße', 'STRASSE'), '[Straße]')
  assert.equal(shape('cafe\u0301 ok', 'CAFÉ'), '[cafe\u0301] ok')
  assert.equal(shape('a.b', '.'), 'a[.]b')
})

test('what is not there is not marked, and nothing of the text is lost', () => {
  assert.equal(shape('Hello 👩‍👩‍👧 there', 'xyz'), 'Hello 👩‍👩‍👧 there')
  assert.equal(shape('', 'a'), '')
  assert.equal(shape('a', '  '), 'a')
})

test('a long text is shown around what was found', () => {
  const text = `${'x '.repeat(200)}needle ${'y '.repeat(200)}`
  assert.match(excerptOf(text, 'needle', 90), /^….*needle.*…$/)
  assert.equal(excerptOf('short', 'o', 90), 'short')
})
