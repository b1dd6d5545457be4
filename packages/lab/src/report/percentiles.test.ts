import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '../rtc/random.ts'
import { Histogram } from '../rtp/histogram.ts'
import { mergedOf, percentilesMs, percentilesOf } from './percentiles.ts'

describe('percentiles', () => {
  it('are those of all processes together when their histograms are merged', () => {
    const random = seededRandom(1)
    const parts = [new Histogram(), new Histogram(), new Histogram()]
    const all = new Histogram()
    for (let count = 0; count < 3_000; count++) {
      const value = random() ** 3 * 50_000
      parts[count % 3]?.add(value)
      all.add(value)
    }
    // As they come over the channel between processes.
    const data = parts.map((part) => structuredClone(part.toJSON()))
    assert.deepEqual(percentilesMs(mergedOf(...data)), percentilesMs(all))
    assert.equal(mergedOf(...data).count, 3_000)
  })

  it('of a few values are values that were there', () => {
    assert.deepEqual(percentilesOf([30, 10, 20]), { count: 3, p50: 20, p95: 30, p99: 30, max: 30 })
  })

  it('of nothing are not there', () => {
    assert.equal(percentilesOf([]), undefined)
    assert.equal(percentilesMs(new Histogram()), undefined)
  })
})
