// Sizes in words.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileSize } from './file-size.ts'

test('sizes are said in the largest unit that fits', () => {
  assert.equal(fileSize(1, 'en'), '1 byte')
  assert.equal(fileSize(999, 'en'), '999 bytes')
  assert.equal(fileSize(1234, 'en'), '1.2 kB')
  assert.equal(fileSize(26_214_400, 'en'), '26 MB')
  assert.equal(fileSize(1_500_000_000, 'de'), '1,5\u00a0GB')
})
