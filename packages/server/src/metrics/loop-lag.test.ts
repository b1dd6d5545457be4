import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openLoopLag } from './loop-lag.ts'

it('an event loop that was held up is told of', async (t) => {
  let nowMs = 0
  using lag = openLoopLag(() => nowMs)
  const before = lag.read()
  await t.waitFor(
    () => {
      const until = performance.now() + 120
      while (performance.now() < until); // holds the loop up
      nowMs += 2_000
      const { lagMs, longestLagMs } = lag.read()
      assert.ok(longestLagMs > 60, String(longestLagMs))
      assert.ok(lagMs <= longestLagMs)
    },
    { timeout: 20_000 },
  )
  const after = lag.read()
  assert.ok(after.busySeconds - before.busySeconds > 0.1)
  nowMs += 100
  assert.equal(lag.read().longestLagMs, after.longestLagMs, 'another who asks at once is told the same')
})
