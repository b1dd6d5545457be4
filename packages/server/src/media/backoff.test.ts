import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { backoffMs } from './backoff.ts'

describe('backoff', () => {
  it('replaces at once after a single failure', () => {
    assert.equal(backoffMs(1, 0.99), 0)
  })

  it('doubles from 200 ms with each failure in a row', () => {
    const waits = [2, 3, 4, 5].map((failures) => backoffMs(failures, 0.5))
    assert.deepEqual(waits, [200, 400, 800, 1600])
  })

  it('never waits longer than 30 seconds', () => {
    assert.equal(backoffMs(10, 0.99), 30_000)
    assert.equal(backoffMs(5000, 0.99), 30_000)
  })

  it('spreads each wait by a quarter to both sides', () => {
    assert.equal(backoffMs(3, 0), 300)
    assert.equal(backoffMs(3, 0.999_999), 500)
  })
})
