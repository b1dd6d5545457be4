import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Histogram } from './histogram.ts'

it('percentiles are right within 1/32 over the whole range', () => {
  for (const scale of [1, 10, 1_000, 100_000]) {
    const histogram = new Histogram()
    for (let value = 1; value <= 1_000; value++) histogram.add(value * scale)
    for (const share of [0.01, 0.5, 0.95, 0.99, 0.999]) {
      const exact = share * 1_000 * scale
      const found = histogram.percentile(share)
      assert.ok(found >= exact && found <= exact * (1 + 1 / 32) + 1, `${share} of ${scale}: ${found}, not ${exact}`)
    }
    assert.equal(histogram.min, scale)
    assert.equal(histogram.max, 1_000 * scale)
    assert.equal(histogram.mean, 500.5 * scale)
  }
})

it('an empty one says 0 and one value is itself', () => {
  const histogram = new Histogram()
  assert.deepEqual([histogram.percentile(0.5), histogram.min, histogram.max, histogram.mean], [0, 0, 0, 0])
  histogram.add(12_345)
  assert.deepEqual(
    [histogram.percentile(0), histogram.percentile(0.5), histogram.percentile(1)],
    [12_345, 12_345, 12_345],
  )
})

it('two are merged as if all had been added to one, also over JSON', () => {
  const [one, two, both] = [new Histogram(), new Histogram(), new Histogram()]
  for (let value = 0; value < 5_000; value += 7) {
    const part = value % 2 === 0 ? one : two
    part.add(value)
    both.add(value)
  }
  one.merge(JSON.parse(JSON.stringify(two)))
  assert.deepEqual(one.toJSON(), both.toJSON())
  one.merge(new Histogram())
  assert.deepEqual(one.toJSON(), both.toJSON())
})

it('takes negative and enormous values for the ends of its range', () => {
  const histogram = new Histogram()
  histogram.add(-5)
  histogram.add(2 ** 40)
  assert.equal(histogram.percentile(0.5), 0)
  assert.equal(histogram.max, 2 ** 40)
  assert.equal(histogram.count, 2)
})

it('forgets when it is reset', () => {
  const histogram = new Histogram()
  histogram.add(9)
  histogram.reset()
  assert.deepEqual(histogram.toJSON(), new Histogram().toJSON())
})
