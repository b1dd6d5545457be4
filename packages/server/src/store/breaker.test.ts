import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { quiet } from '../log/log.ts'
import { type Breaker, createBreaker, type Failure } from './breaker.ts'

class Failed extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure)
    this.failure = failure
  }
}

function setUp() {
  const database = { away: false, probes: 0, cuts: 0 }
  const breaker = createBreaker({
    judge: (error) => (error instanceof Failed ? error.failure : 'fault'),
    async probe() {
      database.probes += 1
      if (database.away) throw new Failed('away')
    },
    cut: () => {
      database.cuts += 1
    },
    retryEveryMs: 1,
    log: quiet,
  })
  return { database, breaker }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn()
}
const fail = (failure: Failure) => async () => {
  throw new Failed(failure)
}
const unavailable = (error: unknown) => error instanceof Refusal && error.reason === 'store.unavailable'

async function takeAway(database: { away: boolean }, breaker: Breaker): Promise<void> {
  database.away = true
  await assert.rejects(breaker.run(fail('away')), unavailable)
}

test('while the database is away the work is not tried, and the refusal names the cause', async () => {
  const { database, breaker } = setUp()
  await takeAway(database, breaker)
  let tried = false
  const work = async () => {
    tried = true
  }
  await assert.rejects(
    breaker.run(work),
    (error) => unavailable(error) && error instanceof Error && error.cause instanceof Failed,
  )
  assert.equal(tried, false)
  assert.equal(breaker.available, false)
  assert.equal(database.cuts, 1)
  breaker.close()
})

test('it finds out by itself when the database is back', async () => {
  const { database, breaker } = setUp()
  await takeAway(database, breaker)
  await until(() => database.probes >= 3)
  database.away = false
  await until(() => breaker.available)
  assert.equal(await breaker.run(async () => 'done'), 'done')
})

test('a fault goes through and refuses nobody else', async () => {
  const { database, breaker } = setUp()
  await assert.rejects(breaker.run(fail('fault')), Failed)
  assert.equal(breaker.available, true)
  assert.equal(database.probes, 0)
})

test('a busy database refuses this work and tries the next', async () => {
  const { database, breaker } = setUp()
  await assert.rejects(breaker.run(fail('busy')), unavailable)
  assert.equal(breaker.available, false)
  assert.equal(await breaker.run(async () => 'done'), 'done')
  assert.equal(breaker.available, true)
  assert.equal(database.probes, 0)
})

test('work from before the return of the database does not send it away again', async () => {
  const { database, breaker } = setUp()
  const old = Promise.withResolvers<void>()
  const late = assert.rejects(
    breaker.run(() => old.promise),
    unavailable,
  )
  await takeAway(database, breaker)
  database.away = false
  await until(() => breaker.available)
  old.reject(new Failed('away'))
  await late
  assert.equal(breaker.available, true)
  assert.equal(database.cuts, 1)
})

test('closing ends the probes', async () => {
  const { database, breaker } = setUp()
  await takeAway(database, breaker)
  breaker.close()
  await turn()
  const { probes } = database
  for (let n = 0; n < 50; n++) await turn()
  assert.equal(database.probes, probes)
  await assert.rejects(
    breaker.run(async () => 'done'),
    unavailable,
  )
})
