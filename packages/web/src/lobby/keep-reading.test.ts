// Reading again and again.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepReading } from './keep-reading.ts'

class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible'
  turn(state: DocumentVisibilityState): void {
    this.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

/** Lets the promises settle that have nothing to wait for. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('what is kept fresh is read at once, while the page is seen, and when it is seen again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const page = new Page()
  let times = 0
  const reading = keepReading(page, 1_000, async () => {
    times++
  })
  assert.equal(times, 1)
  await settle()
  t.mock.timers.tick(1_000)
  assert.equal(times, 2)
  page.turn('hidden')
  await settle()
  t.mock.timers.tick(10_000)
  await settle()
  assert.equal(times, 2)
  page.turn('visible')
  assert.equal(times, 3)
  reading.now()
  assert.equal(times, 4)
  reading.stop()
  await settle()
  t.mock.timers.tick(10_000)
  page.turn('visible')
  assert.equal(times, 4)
})
