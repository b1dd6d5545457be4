// Names that are suggested for rooms.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suggestName } from './suggest-name.ts'

test('a suggested name can be spoken, and follows from its randomness alone', () => {
  const bytes = Uint8Array.from({ length: 12 }, (_, at) => at * 23)
  assert.match(suggestName(bytes), /^([bdfgklmnprstvz][aeiou]){2}(-([bdfgklmnprstvz][aeiou]){2}){2}$/)
  assert.equal(suggestName(bytes), suggestName(bytes))
  assert.notEqual(suggestName(bytes), suggestName(bytes.map((byte) => byte + 1)))
})
