// Texts of messages in parts.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { splitText } from './split-text.ts'

const shape = (...args: Parameters<typeof splitText>) => splitText(...args).map(({ kind, text }) => `${kind}:${text}`)

test('links and persons stand where the server says', () => {
  const text = '@Bob see https://a.example/x.'
  const links = [{ start: 9, end: 28, url: 'https://a.example/x' }]
  const mentions = [{ start: 0, end: 4, person: 'bob' }]
  assert.deepEqual(splitText(text, links, mentions), [
    { kind: 'mention', at: 0, text: '@Bob', person: 'bob' },
    { kind: 'text', at: 4, text: ' see ' },
    { kind: 'link', at: 9, text: 'https://a.example/x', url: 'https://a.example/x' },
    { kind: 'text', at: 28, text: '.' },
  ])
})

test('what stands in backticks is code, and nothing in it is a link', () => {
  const text = 'try `npm i https://a.example`'
  assert.deepEqual(shape(text, [{ start: 11, end: 28, url: 'https://a.example/' }]), [
    'text:try ',
    'code:npm i https://a.example',
  ])
  assert.deepEqual(shape('a\n```\nx = 1\n\ny = 2\n```\nb'), ['text:a\n', 'block:x = 1\n\ny = 2', 'text:b'])
})

test('single backticks and empty pairs stay as they are', () => {
  for (const text of ['a ` b', '``', '``````', '`a\nb`', '']) {
    assert.deepEqual(shape(text), text === '' ? [] : [`text:${text}`])
  }
})

test('an address of another scheme stays text, whoever gives it', () => {
  assert.deepEqual(shape('javascript:alert(1)', [{ start: 0, end: 19, url: 'javascript:alert(1)' }]), [
    'text:javascript:alert(1)',
  ])
})
