import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ThreadTimes } from './proc-stat.ts'
import { RunQueue, readThreads } from './run-queue.ts'

/** A run queue that is asked once a second, and whose threads have these times one after the other, in ms. */
function openQueue(...readings: Record<string, readonly [run: number, wait: number]>[]) {
  const left = readings.map(
    (reading) =>
      new Map<string, ThreadTimes>(
        Object.entries(reading).map(([id, [run, wait]]) => [id, { runNs: run * 1e6, waitNs: wait * 1e6 }]),
      ),
  )
  let seconds = 0
  return new RunQueue(
    () => Math.floor(seconds) * 1e6,
    () => {
      seconds += 1
      return left.shift() ?? new Map()
    },
  )
}

describe('the run queue', () => {
  it('tells which share of the time the thread that is worst off waits for a processor', () => {
    const queue = openQueue(
      { main: [500, 900], poll: [0, 0] },
      { main: [600, 1_000], poll: [50, 800] },
      { main: [700, 1_300], poll: [90, 900] },
    )
    assert.equal(queue.takeWaitShare(), 0.8)
    assert.equal(queue.takeWaitShare(), 0.3)
  })

  it('leaves threads out that do little', () => {
    const queue = openQueue({}, { main: [100, 100], helper: [10, 900] })
    assert.equal(queue.takeWaitShare(), 0.1)
  })

  it('forgets who worked before the start', () => {
    const queue = openQueue({}, { main: [900, 500], poll: [1, 0] }, { main: [901, 600], poll: [60, 300] })
    queue.start()
    assert.equal(queue.takeWaitShare(), 0.3)
  })

  it('tells of no more than the time that has passed', () => {
    assert.equal(openQueue({}, { main: [100, 5_000] }).takeWaitShare(), 1)
  })

  it('is that of this process', () => {
    const threads = readThreads()
    const main = threads.get(String(process.pid))
    assert.ok(main && main.runNs > 1e6)
    assert.ok(threads.size > 1)
  })
})
