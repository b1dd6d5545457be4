import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Attempts } from './attempts.ts'

describe('attempts', () => {
  it('are limited by address, and come back with time', () => {
    let nowMs = 0
    const attempts = new Attempts({ atOnce: 2, perMinute: 6, now: () => nowMs })
    assert.deepEqual([attempts.begin('a'), attempts.begin('a'), attempts.begin('a')], [true, true, false])
    assert.equal(attempts.begin('b'), true)
    nowMs = 10_000
    assert.deepEqual([attempts.begin('a'), attempts.begin('a')], [true, false])
  })

  it('that succeed do not count', () => {
    const attempts = new Attempts({ atOnce: 1, perMinute: 1, now: () => 0 })
    for (let round = 0; round < 5; round += 1) {
      assert.equal(attempts.begin('a'), true)
      attempts.succeeded('a')
    }
    assert.equal(attempts.begin('a'), true)
    assert.equal(attempts.begin('a'), false)
  })
})
