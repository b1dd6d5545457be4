import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bytes, count, ms, percent, table } from './text.ts'

describe('numbers', () => {
  it('are short, and never say all where one is missing', () => {
    assert.deepEqual([0, 0.00012, 0.034, 0.5, 0.9999, 1].map(percent), [
      '0 %',
      '0.012 %',
      '3.4 %',
      '50 %',
      '99.9 %',
      '100 %',
    ])
    assert.deepEqual([12_345.6, 3].map(count), ['12,346', '3'])
    assert.deepEqual([0.04, 12.34, 1_234.5].map(ms), ['0.0', '12.3', '1,235'])
    assert.deepEqual([1_500, 2_500_000, 3.21e9].map(bytes), ['2 kB', '2.5 MB', '3.21 GB'])
  })

  it('stand under each other in a table', () => {
    assert.deepEqual(
      table([
        ['', 'P50'],
        ['socket', '1.0'],
        ['a', '10.0'],
      ]),
      ['         P50', 'socket   1.0', 'a       10.0'],
    )
  })
})
