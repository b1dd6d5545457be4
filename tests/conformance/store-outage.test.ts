// What only PostgreSQL can do to us: stop, crash, hang, be locked, refuse one message of a group.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Refusal } from '@parley/protocol'
import pg from 'pg'
import { quiet } from '../../packages/server/src/log/log.ts'
import { createPool, judgePostgresError } from '../../packages/server/src/store/postgres-pool.ts'
import { openStore, type StoreOptions } from '../../packages/server/src/store/store.ts'
import { openPostgres, type Postgres } from '../postgres.ts'

/** Beyond the configured times: what a busy machine may add. */
const slackMs = 1000
const timeouts = { connectTimeoutMs: 500, statementTimeoutMs: 600 }
const isUnavailable = (error: unknown) => error instanceof Refusal && error.reason === 'store.unavailable'

let server: Postgres

before(async () => {
  server = await openPostgres()
})
after(() => server.stop())

/** A store and a room of its own in it; `hello` is a message for that room. */
async function setUp(options: Partial<StoreOptions> = {}) {
  const store = await openStore({ url: server.url, log: quiet, now: Date.now, ...timeouts, ...options })
  const { name: room, epoch } = await store.rooms.open(`room ${randomUUID()}`, 'ann')
  const hello = { room, epoch, person: 'ann', name: 'Ann', text: 'hello' }
  return { store, room, hello, [Symbol.asyncDispose]: () => store.close() }
}
type Place = Awaited<ReturnType<typeof setUp>>

async function connect(): Promise<pg.Client> {
  const client = new pg.Client(server.url)
  await client.connect()
  return client
}

/** Resolves when a statement of a store waits for a lock. */
async function untilLocked(): Promise<void> {
  const client = await connect()
  const waiting = `select from pg_stat_activity where application_name = 'parley' and wait_event_type = 'Lock'`
  while ((await client.query(waiting)).rowCount === 0) await pause(10)
  await client.end()
}

async function assertRefusedWithin(ms: number, work: () => Promise<unknown>): Promise<void> {
  const begun = performance.now()
  await assert.rejects(work(), isUnavailable)
  const took = performance.now() - begun
  assert.ok(took < ms, `refused after ${took} ms`)
}

/** Resolves to the ms that passed until an append was stored again. */
async function untilStored({ store, hello }: Place): Promise<number> {
  const begun = performance.now()
  for (;;) {
    try {
      await store.messages.append(hello)
      return performance.now() - begun
    } catch (error) {
      if (!isUnavailable(error)) throw error
      await pause(10)
    }
  }
}

const everything = ({ store, room, hello }: Place): (() => Promise<unknown>)[] => [
  () => store.messages.append(hello),
  () => store.messages.page(room, { limit: 10 }),
  () => store.messages.edit({ ...hello, id: 1 }),
  () => store.messages.delete({ ...hello, id: 1, moderates: false }),
  () => store.messages.search(room, { search: 'hello', limit: 10 }),
  () => store.reads.get({ room, person: 'ann', newest: 1 }),
  () => store.reads.mark({ room, person: 'ann', upTo: 1 }),
  () => store.files.find('file'),
  () => store.rooms.open('hall', 'ann'),
  () => store.secrets.get('guests', () => 'made'),
  () => store.ping(),
]

async function readIds({ store, room }: Place): Promise<Set<number>> {
  const ids = new Set<number>()
  for (let before: number | undefined, more = true; more; ) {
    const page = await store.messages.page(room, { before, limit: 200 })
    for (const { id } of page.messages) ids.add(id)
    before = page.messages[0]?.id
    more = page.more
  }
  return ids
}

test('a crash loses nothing acknowledged, refuses fast, and 1 s after its return all works', async () => {
  await using place = await setUp()
  const { store, hello } = place
  const acknowledged: number[] = []
  let crashed = false
  const writers = Array.from({ length: 10 }, async () => {
    while (!crashed) {
      try {
        acknowledged.push((await store.messages.append(hello)).id)
      } catch (error) {
        if (!isUnavailable(error)) throw error
        crashed = true
      }
    }
  })
  while (acknowledged.length < 500) await pause(1)
  await server.kill()
  await Promise.all(writers)
  assert.equal(store.available, false)
  // The breaker is open: nothing waits for a time-out.
  for (const work of everything(place)) await assertRefusedWithin(100, work)

  await server.restart()
  const took = await untilStored(place)
  assert.ok(took < 1000, `stored again after ${took} ms`)
  assert.equal(store.available, true)
  for (const work of everything(place)) await work()
  const stored = await readIds(place)
  for (const id of acknowledged) assert.ok(stored.has(id), `message ${id} of ${acknowledged.length} is lost`)
})

test('a restart of PostgreSQL with idle connections ends neither the process nor the store', async () => {
  await using place = await setUp()
  const { store, room } = place
  await Promise.all(Array.from({ length: 10 }, () => store.messages.page(room, { limit: 1 })))
  await server.restart()
  const took = await untilStored(place)
  assert.ok(took < 1000, `stored again after ${took} ms`)
})

test('while PostgreSQL hangs everything is refused in bounded time, and works again within 1 s', async () => {
  await using place = await setUp()
  const { store, hello } = place
  await store.messages.append(hello)
  server.pause()
  try {
    // Each would wait by itself; the first that gives up answers for all.
    const bound = timeouts.statementTimeoutMs + timeouts.connectTimeoutMs + slackMs
    await Promise.all(everything(place).map((work) => assertRefusedWithin(bound, work)))
    for (const work of everything(place)) await assertRefusedWithin(100, work)
    assert.equal(store.available, false)
  } finally {
    server.resume()
  }
  const took = await untilStored(place)
  assert.ok(took < 1000, `stored again after ${took} ms`)
})

test('cutting ends the connections in use at once, and new ones can be opened', async () => {
  const pool = createPool({ url: server.url, size: 2, connectTimeoutMs: 5000, statementTimeoutMs: 60_000, log: quiet })
  const other = await connect()
  await other.query('begin; lock table messages in access exclusive mode')
  const client = await pool.connect()
  const waiting = assert.rejects(
    client.query('select from messages', []),
    (error) => judgePostgresError(error) === 'away',
  )
  await untilLocked()
  pool.cut()
  await waiting
  client.release()
  await other.query('rollback')
  const again = await pool.connect()
  await again.query('select 1', [])
  again.release()
  await Promise.all([pool.end(), other.end()])
})

test('appends that wait behind a hanging one are refused with it', async () => {
  await using place = await setUp()
  const { store, hello } = place
  server.pause()
  try {
    const bound = timeouts.statementTimeoutMs + timeouts.connectTimeoutMs + slackMs
    const appends = Array.from({ length: 200 }, () => () => store.messages.append(hello))
    await Promise.all(appends.map((append) => assertRefusedWithin(bound, append)))
  } finally {
    server.resume()
  }
  await untilStored(place)
})

test('a store closes in bounded time while PostgreSQL hangs', async () => {
  const { store } = await setUp()
  server.pause()
  try {
    const begun = performance.now()
    await store.close()
    assert.ok(performance.now() - begun < 1000 + slackMs)
  } finally {
    server.resume()
  }
})

test('connections that the server ends one by one are replaced', async () => {
  await using place = await setUp()
  const { store } = place
  await Promise.all(Array.from({ length: 5 }, () => store.ping()))
  const other = await connect()
  await other.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley' and state = 'idle'`,
  )
  await other.end()
  const took = await untilStored(place)
  assert.ok(took < 1000, `stored again after ${took} ms`)
})

test('one message that PostgreSQL cannot store fails alone in its group', async () => {
  await using place = await setUp()
  const { store, room, hello } = place
  const first = store.messages.append(hello) // in flight, so that the others gather
  const texts = Array.from({ length: 40 }, (_, n) => (n === 17 ? 'a NUL: \u0000' : String(n)))
  const settled = await Promise.allSettled(texts.map((text) => store.messages.append({ ...hello, text })))
  await first
  for (const [n, outcome] of settled.entries()) {
    if (n !== 17) assert.equal(outcome.status, 'fulfilled')
    else assert.ok(outcome.status === 'rejected' && !(outcome.reason instanceof Refusal), 'it is a fault')
  }
  assert.equal(store.available, true)
  const { messages } = await store.messages.page(room, { limit: 100 })
  assert.deepEqual(
    messages.map(({ text }) => text),
    ['hello', ...texts.filter((_, n) => n !== 17)],
  )
})

test('an old epoch and a room without a row fail alone in their group', async () => {
  await using place = await setUp()
  const { store, room, hello } = place
  const other = await setUp()
  await other.store.close()
  await store.rooms.open(room, 'ben')
  const first = store.messages.append({ ...hello, epoch: 2 })
  const settled = await Promise.allSettled([
    store.messages.append(hello),
    store.messages.append(other.hello),
    store.messages.append({ ...hello, room: 'never opened' }),
    store.messages.append({ ...hello, epoch: 2 }),
  ])
  await first
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['rejected', 'fulfilled', 'rejected', 'fulfilled'],
  )
})

test('an append that meets a new owner while he takes the room is refused', async () => {
  await using place = await setUp({ statementTimeoutMs: 20_000 })
  const { store, room, hello } = place
  const owner = await connect()
  await owner.query('begin')
  await owner.query('update rooms set epoch = epoch + 1 where name = $1', [room])
  const appending = assert.rejects(
    store.messages.append(hello),
    (error) => error instanceof Refusal && error.reason === 'room.closed',
  )
  await untilLocked()
  await owner.query('commit')
  await appending
  assert.deepEqual(await store.messages.page(room, { limit: 1 }), { messages: [], more: false })
  await owner.end()
})

test('the rooms of a group are locked by name, so that two nodes cannot wait for each other', async () => {
  await using place = await setUp({ statementTimeoutMs: 20_000 })
  const { store, hello } = place
  const open = async (name: string) => (await store.rooms.open(`${name} ${randomUUID()}`, 'ann')).name
  // Many, since in some order of its own PostgreSQL would hardly come to the first one first.
  const later = await Promise.all(Array.from({ length: 30 }, () => open('z')))
  const first = await open('a')
  const other = await connect()
  await other.query('begin')
  await other.query('select from rooms where name = $1 for update', [first])
  const inFlight = store.messages.append(hello) // so that the next two gather
  const group = [...later, first].map((room) => store.messages.append({ ...hello, room }))
  await untilLocked()
  await other.query('select from rooms where name = any($1) for update nowait', [later])
  await other.query('rollback')
  await Promise.all([inFlight, ...group])
  await other.end()
})

test('a lock that is held too long refuses what needs it, and nothing else', async () => {
  await using place = await setUp()
  const { store, hello } = place
  const other = await connect()
  await other.query('begin; lock table messages in access exclusive mode')
  const append = () => store.messages.append(hello)
  await Promise.all([
    assertRefusedWithin(timeouts.statementTimeoutMs + slackMs, append),
    store.rooms.open('hall', 'ann'),
  ])
  await store.rooms.open('hall', 'ann')
  await other.query('rollback')
  await append()
  await other.end()
})

test('when all connections are in use a call is refused in bounded time, and those in use are left alone', async () => {
  await using place = await setUp({ poolSize: 1, statementTimeoutMs: 20_000 })
  const { store, room } = place
  const other = await connect()
  await other.query('begin; lock table messages in access exclusive mode')
  const reading = store.messages.page(room, { limit: 1 })
  reading.catch(() => {}) // judged below
  await assertRefusedWithin(timeouts.connectTimeoutMs + slackMs, () => store.rooms.open('hall', 'ann'))
  await other.query('rollback')
  assert.deepEqual(await reading, { messages: [], more: false })
  await store.rooms.open('hall', 'ann')
  await other.end()
})
