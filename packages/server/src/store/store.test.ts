// The same sentences about both databases: SQLite always, PostgreSQL when PARLEY_TEST_POSTGRES names a server.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Refusal } from '@parley/protocol'
import type { NewMessage, Store } from './store.ts'
import { eachDatabase, openAt, type Place } from './testing/databases.ts'

const open = openAt
const isRefusal = (reason: string) => (error: unknown) => error instanceof Refusal && error.reason === reason
const say = (message: Partial<NewMessage>): NewMessage => ({
  room: 'kitchen',
  epoch: 1,
  person: 'ann',
  name: 'Ann',
  text: 'hello',
  ...message,
})

eachDatabase('the store', process.env['PARLEY_TEST_POSTGRES'], suite)

function suite(makePlace: () => Promise<Place>): void {
  let place: Place
  let store: Store

  before(async () => {
    place = await makePlace()
    store = await open(place.url)
  })
  after(async () => {
    await store.close()
    await place.remove()
  })

  /** A room of its own for each test. */
  async function openRoom(): Promise<{ room: string; epoch: number }> {
    const { name, epoch } = await store.rooms.open(`room ${randomUUID()}`, 'ann')
    return { room: name, epoch }
  }

  test('a room keeps its first opener, and its epoch rises with each opening', async () => {
    const first = await store.rooms.open('hall', 'ann')
    const second = await store.rooms.open('hall', 'ben')
    assert.deepEqual(first, {
      name: 'hall',
      epoch: 1,
      createdAt: first.createdAt,
      createdBy: 'ann',
      settings: first.settings,
    })
    assert.ok(Math.abs(Date.now() - first.createdAt) < 60_000)
    assert.deepEqual(second, { ...first, epoch: 2 })
  })

  test('openers at once each get an epoch of their own', async () => {
    const rows = await Promise.all(Array.from({ length: 20 }, () => store.rooms.open('race', 'ann')))
    assert.deepEqual(
      rows.map(({ epoch }) => epoch).sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, index) => index + 1),
    )
  })

  test('a message comes back from the page as it was stored', async () => {
    const at = await openRoom()
    const text = `'; drop table messages; -- {"}\\ "quoted", 'single' \u{1f600}\n`
    const stored = await store.messages.append(say({ ...at, text }))
    assert.equal(stored.repeated, false)
    assert.ok(Math.abs(Date.now() - stored.sentAt) < 60_000)
    const { repeated, ...row } = stored
    assert.deepEqual(row, { room: at.room, id: row.id, person: 'ann', name: 'Ann', text, sentAt: row.sentAt })
    assert.deepEqual(await store.messages.page(at.room, { limit: 10 }), { messages: [row], more: false })
  })

  test('pages go from the newest back, each oldest first, and say whether more are there', async () => {
    const at = await openRoom()
    for (let n = 1; n <= 7; n++) await store.messages.append(say({ ...at, text: String(n) }))
    const pages: { texts: string[]; more: boolean }[] = []
    let before: number | undefined
    for (const limit of [3, 3, 1]) {
      const { messages, more } = await store.messages.page(at.room, { before, limit })
      pages.push({ texts: messages.map(({ text }) => text), more })
      before = messages[0]?.id
    }
    assert.deepEqual(pages, [
      { texts: ['5', '6', '7'], more: true },
      { texts: ['2', '3', '4'], more: true },
      { texts: ['1'], more: false },
    ])
    assert.deepEqual(await store.messages.page(at.room, { before, limit: 3 }), { messages: [], more: false })
    assert.deepEqual(await store.messages.page('nowhere', { limit: 3 }), { messages: [], more: false })
  })

  test('a repeated key of one person in one room is stored once, and the earlier row is the answer', async () => {
    const [at, elsewhere] = [await openRoom(), await openRoom()]
    const first = await store.messages.append(say({ ...at, key: 'key-0001', text: 'once' }))
    const again = await store.messages.append(say({ ...at, key: 'key-0001', text: 'twice' }))
    assert.deepEqual(again, { ...first, repeated: true })
    const others = [
      await store.messages.append(say({ ...at, key: 'key-0002' })),
      await store.messages.append(say({ ...at, key: 'key-0001', person: 'ben' })),
      await store.messages.append(say({ ...elsewhere, key: 'key-0001' })),
      await store.messages.append(say({ ...at })),
    ]
    assert.deepEqual(
      others.map(({ repeated }) => repeated),
      [false, false, false, false],
    )
    assert.equal((await store.messages.page(at.room, { limit: 10 })).messages.length, 4)
  })

  test('the same key many times at once is stored once', async () => {
    const at = await openRoom()
    const rows = await Promise.all(
      Array.from({ length: 50 }, () => store.messages.append(say({ ...at, key: 'key-0001' }))),
    )
    assert.equal(rows.filter(({ repeated }) => !repeated).length, 1)
    assert.equal(new Set(rows.map(({ id }) => id)).size, 1)
    assert.equal((await store.messages.page(at.room, { limit: 10 })).messages.length, 1)
  })

  test('an owner whose epoch is old is refused, and stores nothing', async () => {
    const at = await openRoom()
    await store.messages.append(say({ ...at, text: 'before' }))
    const { epoch } = await store.rooms.open(at.room, 'ben')
    await assert.rejects(store.messages.append(say({ ...at, text: 'too late' })), isRefusal('room.closed'))
    await store.messages.append(say({ ...at, epoch, text: 'after' }))
    const { messages } = await store.messages.page(at.room, { limit: 10 })
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['before', 'after'],
    )
  })

  test('a room that is not there takes no message, and that is no fault of the store', async () => {
    await assert.rejects(store.messages.append(say({ room: 'deleted' })), isRefusal('room.closed'))
    assert.equal(store.available, true)
  })

  test('500 appends at once in 5 rooms get rising ids in the order of their calls', async () => {
    const rooms = await Promise.all(Array.from({ length: 5 }, openRoom))
    const appends = Array.from({ length: 100 }, (_, n) =>
      rooms.map((at) => store.messages.append(say({ ...at, text: String(n) }))),
    )
    const rows = await Promise.all(appends.flat())
    for (const { room } of rooms) {
      const ids = rows.filter((row) => row.room === room).map(({ id }) => id)
      assert.ok(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0)))
      const { messages } = await store.messages.page(room, { limit: 200 })
      assert.deepEqual(
        messages.map(({ text }) => text),
        Array.from({ length: 100 }, (_, n) => String(n)),
      )
    }
  })

  test('two stores that append to one room never take the same id, while its epoch is being raised', async () => {
    await using other = await open(place.url)
    const at = await openRoom()
    const appends = Array.from({ length: 100 }, (_, n) => [
      store.messages.append(say({ ...at, key: `shared-${n % 40}` })),
      other.messages.append(say({ ...at, person: 'ben' })),
    ])
    const raised = other.rooms.open(at.room, 'ben')
    const settled = await Promise.allSettled(appends.flat())
    const { epoch } = await raised
    const stored = settled.flatMap((one) => (one.status === 'fulfilled' && !one.value.repeated ? [one.value.id] : []))
    for (const one of settled) if (one.status === 'rejected') assert.ok(isRefusal('room.closed')(one.reason))
    assert.equal(new Set(stored).size, stored.length)
    const { messages } = await store.messages.page(at.room, { limit: 500 })
    assert.deepEqual(
      messages.map(({ id }) => id),
      stored.sort((a, b) => a - b),
    )
    await assert.rejects(store.messages.append(say(at)), isRefusal('room.closed'))
    await store.messages.append(say({ ...at, epoch }))
  })

  test('a secret is made once, whoever asks first', async () => {
    await using other = await open(place.url)
    const asks = Array.from({ length: 20 }, (_, n) => (n % 2 ? store : other).secrets.get('guests', randomUUID))
    const values = await Promise.all(asks)
    assert.equal(new Set(values).size, 1)
    assert.notEqual(await store.secrets.get('resume', randomUUID), values[0])
    assert.equal(await store.secrets.get('guests', () => assert.fail('it was made already')), values[0])
  })

  test('it answers a ping and is available', async () => {
    await store.ping()
    assert.equal(store.available, true)
  })

  test('what was stored is there after closing and opening again', async () => {
    const at = await openRoom()
    const kept = await open(place.url)
    await kept.messages.append(say({ ...at, text: 'kept' }))
    await kept.close()
    await using again = await open(place.url)
    assert.equal((await again.messages.page(at.room, { limit: 1 })).messages[0]?.text, 'kept')
  })

  test('closing finishes what was begun, may be called twice, and later calls are refused', async () => {
    const at = await openRoom()
    const closing = await open(place.url)
    const begun = Promise.all(Array.from({ length: 20 }, () => closing.messages.append(say(at))))
    await Promise.all([closing.close(), closing.close()])
    assert.equal((await begun).length, 20)
    await assert.rejects(closing.messages.append(say(at)), isRefusal('store.unavailable'))
    await assert.rejects(closing.rooms.open('hall', 'ann'), isRefusal('store.unavailable'))
    assert.equal(closing.available, false)
  })

  test('two openers at once migrate an empty database once', async () => {
    const empty = await makePlace()
    try {
      const stores = await Promise.all([open(empty.url), open(empty.url), open(empty.url)])
      for (const one of stores) await one.rooms.open('hall', 'ann')
      assert.equal((await stores[0]?.rooms.open('hall', 'ann'))?.epoch, 4)
      await Promise.all(stores.map((one) => one.close()))
    } finally {
      await empty.remove()
    }
  })

  test('a migration that changed after it was applied makes opening fail', async () => {
    const changed = await makePlace()
    try {
      await (await open(changed.url)).close()
      await changed.query(`update parley_migrations set checksum = 'another' where number = 2`)
      await assert.rejects(open(changed.url), /cannot be opened: migration 0002-messages has changed/)
    } finally {
      await changed.remove()
    }
  })

  test('a database of a newer server makes opening fail', async () => {
    const newer = await makePlace()
    try {
      await (await open(newer.url)).close()
      await newer.query(`insert into parley_migrations values (9000, '9000-future', 'x', 1)`)
      await assert.rejects(open(newer.url), /cannot be opened: it was migrated by a newer Parley \(9000-future\)/)
    } finally {
      await newer.remove()
    }
  })
}

test('an unknown kind of database is refused with the kinds that there are', async () => {
  await assert.rejects(open('mysql://localhost/x'), /begins with sqlite:, postgres:\/\//)
})

test('a PostgreSQL that is not there makes opening fail, and the message holds no password', async () => {
  await assert.rejects(open('postgres://someone:hunter2@127.0.0.1:1/nothing'), (error) => {
    assert.ok(error instanceof Error)
    assert.match(error.message, /postgres:\/\/127\.0\.0\.1:1\/nothing cannot be opened/)
    return !error.message.includes('hunter2')
  })
})
