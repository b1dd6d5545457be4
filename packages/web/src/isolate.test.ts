// Names inside sentences.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isolate } from './isolate.ts'

test('a name that reads from left to right is left as it is', () => {
  for (const name of ['Ada', 'Zoë 2', 'Ольга', '李', '👩‍👩‍👧']) assert.equal(isolate(name), name)
})

test('a name that turns the direction is fenced off from the words beside it', () => {
  for (const name of ['אדה', 'علي (2)', 'Ada\u202eadA']) assert.equal(isolate(name), `\u2068${name}\u2069`)
})
