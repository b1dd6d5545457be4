import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openLoopLag } from './loop-lag.ts'

it('an event loop that was held up is told of', async (t) => {
  let nowMs = 0
  using lag = openLoopLag(() => nowMs)
  const before = lag.read()
  // The watch looks every 20 ms, and must have looked before and after the loop is held up.
  let looks = 0
  await t.waitFor(
    () => {
      looks += 1
      if (looks === 4) holdUp(120)
      assert.ok(looks > 6)
    },
    { timeout: 20_000 },
  )
  nowMs = 2_000
  const after = lag.read()
  assert.ok(after.longestLagMs > 60, String(after.longestLagMs))
  assert.ok(after.lagMs <= after.longestLagMs)
  assert.ok(after.busySeconds - before.busySeconds > 0.1)
  nowMs += 100
  assert.equal(lag.read().longestLagMs, after.longestLagMs, 'another who asks at once is told the same')
})

function holdUp(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}
