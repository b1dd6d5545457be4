import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { untilHung } from './watchdog.ts'

const standing = () => undefined
const options = { everyMs: 5, patienceMs: 120, activityMs: standing, now: () => performance.now() }
const never = () => new Promise<never>(() => {})

describe('a watchdog', () => {
  it('finds a worker hung that leaves a question unanswered', async (t) => {
    const begun = performance.now()
    assert.equal(await untilHung({ ...options, ask: never }, t.signal), true)
    assert.ok(performance.now() - begun >= options.patienceMs - 15)
  })

  it('has ten times the patience with a worker that is busy', async (t) => {
    const begun = performance.now()
    const activityMs = () => performance.now()
    assert.equal(await untilHung({ ...options, patienceMs: 60, activityMs, ask: never }, t.signal), true)
    assert.ok(performance.now() - begun >= 10 * 60 - 60)
  })

  it('asks on as long as it is answered, also late', async () => {
    const watch = new AbortController()
    let asked = 0
    const ask = () => {
      asked += 1
      if (asked === 4) watch.abort()
      const { promise, resolve } = Promise.withResolvers<void>()
      setTimeout(resolve, options.patienceMs / 3)
      return promise
    }
    assert.equal(await untilHung({ ...options, ask }, watch.signal), false)
    assert.equal(asked, 4)
  })

  it('takes the end of a worker for an answer', async () => {
    const watch = new AbortController()
    let asked = 0
    const ask = () => {
      asked += 1
      if (asked === 3) watch.abort()
      return Promise.reject(new Error('it has ended'))
    }
    assert.equal(await untilHung({ ...options, ask }, watch.signal), false)
  })

  it('gives the full time again after this process stood still', async (t) => {
    // A clock on which every slice but the last twelve seems to have taken long.
    let readings = 0
    const now = () => {
      readings += 1
      return readings <= 40 ? readings * 1_000 : 40_000
    }
    assert.equal(await untilHung({ ...options, ask: never, now }, t.signal), true)
    assert.equal(readings, 40 + 2 * 12)
  })

  it('says nothing of a stall in which the answer came unread', async () => {
    const watch = new AbortController()
    let asked = 0
    const ask = () => {
      asked += 1
      if (asked === 2) watch.abort()
      const { promise, resolve } = Promise.withResolvers<void>()
      setTimeout(resolve, 10)
      // Longer than the patience: nothing is read meanwhile.
      if (asked === 1) setTimeout(() => standStill(2 * options.patienceMs), 5)
      return promise
    }
    assert.equal(await untilHung({ ...options, ask }, watch.signal), false)
  })
})

function standStill(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}
