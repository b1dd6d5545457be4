import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RateByKey } from './rate-by-key.ts'

test('each key has its own rate, which recovers with time', () => {
  let nowMs = 0
  const rate = new RateByKey({ perMinute: 2, clock: () => nowMs })
  assert.deepEqual([rate.take('a'), rate.take('a'), rate.take('a')], [true, true, false])
  assert.ok(rate.take('b'))
  nowMs += 30_000
  assert.deepEqual([rate.take('a'), rate.take('a')], [true, false])
})

test('what is given back does not count, and brings no key beyond what it may have at once', () => {
  let nowMs = 0
  const rate = new RateByKey({ perMinute: 6, atOnce: 2, clock: () => nowMs })
  for (let round = 0; round < 5; round += 1) {
    assert.ok(rate.take('a'))
    rate.giveBack('a')
  }
  assert.deepEqual([rate.take('a'), rate.take('a'), rate.take('a')], [true, true, false])
  nowMs += 10_000
  assert.deepEqual([rate.take('a'), rate.take('a')], [true, false])
  nowMs += 60_000
  rate.giveBack('a')
  assert.deepEqual([rate.take('a'), rate.take('a'), rate.take('a')], [true, true, false])
})

test('it remembers no more keys than it is told to, and forgets the quietest first', () => {
  const rate = new RateByKey({ perMinute: 1, mostKeys: 3, clock: () => 0 })
  for (const key of ['a', 'b', 'c']) assert.ok(rate.take(key))
  assert.equal(rate.take('a'), false)
  assert.ok(rate.take('d'))
  assert.equal(rate.size, 3)
  assert.equal(rate.take('a'), false, 'a was heard of after b')
  assert.ok(rate.take('b'), 'b was forgotten')
})
