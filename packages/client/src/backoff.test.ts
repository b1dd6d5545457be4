import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backoffMs } from './backoff.ts'

test('the longest pause doubles from 0.3 s to 10 s', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 1000].map((attempt) => backoffMs(attempt, 1))
  assert.deepEqual(longest, [300, 600, 1200, 2400, 4800, 9600, 10_000, 10_000])
})

test('the whole range from nothing to the longest is used', () => {
  assert.equal(backoffMs(3, 0), 0)
  assert.equal(backoffMs(3, 0.5), 600)
})
