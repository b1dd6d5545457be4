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

  it('takes more for what costs more, but never more than a burst', () => {
    const bucket = new TokenBucket(10, 5, 0)
    assert.deepEqual([bucket.take(0, 3), bucket.take(0, 3), bucket.take(0, 2)], [true, false, true])
    assert.deepEqual([bucket.take(499, 100), bucket.take(500, 100)], [false, true])
  })

  it('saves up no more than the burst', () => {
    const bucket = new TokenBucket(10, 2, 0)
    assert.deepEqual([bucket.take(60_000), bucket.take(60_000), bucket.take(60_000)], [true, true, false])
  })
})
