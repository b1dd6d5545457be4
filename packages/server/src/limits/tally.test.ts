import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Tally } from './tally.ts'

test('a key holds as many as it may, and others have their own', () => {
  const tally = new Tally()
  assert.deepEqual([tally.take('a', 2), tally.take('a', 2), tally.take('a', 2)], [true, true, false])
  assert.ok(tally.take('b', 1))
  tally.give('a')
  assert.ok(tally.take('a', 2))
  assert.equal(tally.of('a'), 2)
})

test('a key that holds none is forgotten, also one that never held any', () => {
  const tally = new Tally()
  for (let n = 0; n < 1000; n += 1) tally.take(`key ${n}`, 1)
  for (let n = 0; n < 1000; n += 1) tally.give(`key ${n}`)
  tally.give('never')
  assert.equal(tally.size, 0)
  assert.ok(tally.take('never', 1))
  assert.equal(tally.take('never', 1), false)
})
