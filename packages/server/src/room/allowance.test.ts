import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Allowance } from './allowance.ts'

describe('an allowance', () => {
  const rate = { messagesPerSecond: 2, bytesPerSecond: 100 }

  it('lets two seconds of messages pass at once, and then as many as time brings', () => {
    const allowance = new Allowance(rate, 0)
    assert.deepEqual(
      [0, 0, 0, 0, 0, 500, 500, 1_000].map((atMs) => allowance.take(1, atMs)),
      [true, true, true, true, false, true, false, true],
    )
  })

  it('counts bytes too', () => {
    const allowance = new Allowance(rate, 0)
    assert.deepEqual([allowance.take(150, 0), allowance.take(51, 0), allowance.take(50, 0)], [true, false, true])
    assert.equal(allowance.take(100, 500), false)
    assert.equal(allowance.take(100, 1_000), true)
  })

  it('lets the largest message pass, however small the rate', () => {
    const allowance = new Allowance(rate, 0)
    assert.deepEqual([allowance.take(60_000, 0), allowance.take(1, 0), allowance.take(1, 100)], [true, false, true])
  })
})
