// What stands beside files.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textOfFiles, wordsOf } from './file-text.ts'

const file = (name: string) => ({ id: name, name, mediaType: 'text/plain', bytes: 1, url: '/files/x' })

test('a text that only names its files says nothing', () => {
  const attachments = [file('a.txt'), file('b.txt')]
  assert.equal(textOfFiles(attachments), 'a.txt, b.txt')
  assert.equal(wordsOf({ text: 'a.txt, b.txt', attachments }), '')
  assert.equal(wordsOf({ text: 'a\u202e.txt', attachments: [file('a.txt')] }), '')
  assert.equal(wordsOf({ text: 'look: a.txt', attachments }), 'look: a.txt')
  assert.equal(wordsOf({ text: 'a.txt' }), 'a.txt')
})
