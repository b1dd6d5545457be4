import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { TokenBucket } from './token-bucket.ts'

describe('token bucket', () => {
  it('allows a burst, then the average rate', () => {
    const bucket = new TokenBucket(10, 3, 0)
    const at = (ms: number) => bucket.take(ms)
    assert.deepEqual([at(0), at(0), at(0), at(0)], [true, true, true, false])
    assert.deepEqual([at(99), at(100), at(101)], [false, true, false])
  })

  it('saves up no more than the burst', () => {
    const bucket = new TokenBucket(10, 2, 0)
    assert.deepEqual([bucket.take(60_000), bucket.take(60_000), bucket.take(60_000)], [true, true, false])
  })
})
