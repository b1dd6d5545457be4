import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readBps, readBytes, readMs, readShare } from './units.ts'

it('amounts are read as people write them', () => {
  assert.deepEqual([readShare('3 %'), readShare('0.5%'), readShare(0.03)], [0.03, 0.005, 0.03])
  assert.deepEqual([readMs('50 ms'), readMs('2s'), readMs(7), readMs('1.5 min')], [50, 2_000, 7, 90_000])
  assert.deepEqual([readBps('300 kbit/s'), readBps('2Mbit'), readBps(64_000)], [300_000, 2_000_000, 64_000])
  assert.deepEqual([readBytes('20 kB'), readBytes(1_500)], [20_000, 1_500])
})

it('what is no amount, or of another kind, is named with an example of the right one', () => {
  assert.throws(() => readShare('3 ms'), /“3 ms” is not a share, such as 3 % or 0\.03/)
  assert.throws(() => readMs('soon'), /“soon” is not a time/)
  assert.throws(() => readBps('-5 kbit'), /is not a bit rate/)
  assert.throws(() => readBytes(''), /is not a size/)
})
