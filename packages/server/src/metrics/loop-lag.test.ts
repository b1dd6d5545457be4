import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openLoopLag } from './loop-lag.ts'

it('an event loop that was held up is told of', async () => {
  let nowMs = 0
  using lag = openLoopLag(() => nowMs)
  const before = lag.read()
  await new Promise((resolve) => setTimeout(resolve, 50))
  const until = performance.now() + 120
  while (performance.now() < until); // holds the loop up
  await new Promise((resolve) => setTimeout(resolve, 50))
  nowMs = 2_000
  const after = lag.read()
  assert.ok(after.longestLagMs > 60, String(after.longestLagMs))
  assert.ok(after.lagMs <= after.longestLagMs)
  assert.ok(after.busySeconds - before.busySeconds > 0.1)
  nowMs = 2_100
  assert.equal(lag.read().longestLagMs, after.longestLagMs, 'another who asks at once is told the same')
})
