import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addReaction, floatMs, withoutSpent } from './floating.ts'

test('equal reactions that come close together are gathered, others rise beside them', () => {
  let floating = addReaction([], '👏', 0)
  floating = addReaction(floating, '👏', 500)
  floating = addReaction(floating, '🎉', 600)
  floating = addReaction(floating, '👏', 5_000)
  assert.deepEqual(
    floating.map(({ reaction, count }) => [reaction, count]),
    [
      ['👏', 2],
      ['🎉', 1],
      ['👏', 1],
    ],
  )
  assert.equal(new Set(floating.map(({ key }) => key)).size, 3)
})

test('a crowd of reactions does not fill the tile', () => {
  let floating = addReaction([], 'a', 0)
  for (const reaction of 'bcdefghij') floating = addReaction(floating, reaction, 1)
  assert.equal(floating.length, 6)
  assert.equal(floating.at(-1)?.reaction, 'j')
})

test('what has risen is gone, and an unchanged list is the same one', () => {
  const floating = addReaction([], '👏', 0)
  assert.equal(withoutSpent(floating, floatMs - 1), floating)
  assert.deepEqual(withoutSpent(floating, floatMs), [])
})
