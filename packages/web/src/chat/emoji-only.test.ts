// Which messages are shown large.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isEmojiOnly } from './emoji-only.ts'

test('a few emoji are large, whatever they are made of', () => {
  for (const text of ['🎉', '👍🏽 👩‍👩‍👧‍👦', '❤️', '🇩🇪🇫🇷', '1️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🎉🎉🎉🎉🎉🎉']) assert.ok(isEmojiOnly(text), text)
})

test('words, numbers, signs and long rows are text', () => {
  for (const text of ['', ' ', '12', '#', 'ok 👍', '©', '→', '🎉'.repeat(7)]) assert.ok(!isEmojiOnly(text), text)
})
