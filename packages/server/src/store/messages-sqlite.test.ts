import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { Kysely } from 'kysely'
import { prepareAppend } from './messages-sqlite.ts'
import { readMigrations } from './migrate.ts'
import { openRoom } from './rooms.ts'
import type { Schema } from './schema.ts'
import { nodeSqliteDialect } from './sqlite-dialect.ts'

async function setUp() {
  const database = new DatabaseSync(':memory:')
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) })
  for (const { sql } of await readMigrations('sqlite')) database.exec(sql)
  const { name: room, epoch } = await openRoom(db, 'kitchen', { person: 'ann' }, 1)
  const hello = { room, epoch, person: 'ann', name: 'Ann', text: 'hello' }
  return { db, append: prepareAppend(database, db), hello, [Symbol.asyncDispose]: () => db.destroy() }
}

test('a message is appended at once, before anything else can happen', async () => {
  await using place = await setUp()
  const appended = place.append(place.hello, 5)
  assert.deepEqual(appended, {
    room: 'kitchen',
    id: 1,
    person: 'ann',
    name: 'Ann',
    text: 'hello',
    sentAt: 5,
    repeated: false,
  })
})

test('a message waits for a transaction that is open, and is not undone with it', async () => {
  await using place = await setUp()
  const { db, append, hello } = place
  let appended: unknown
  const undone = db.transaction().execute(async (transaction) => {
    await transaction.updateTable('rooms').set({ created_by: 'ben' }).execute()
    appended = append(hello, 5)
    assert.ok(appended instanceof Promise)
    await transaction.selectFrom('rooms').selectAll().execute()
    throw new Error('undo this')
  })
  await assert.rejects(undone, /undo this/)
  await appended
  const rows = await db.selectFrom('messages').innerJoin('rooms', 'rooms.name', 'messages.room').selectAll().execute()
  assert.deepEqual(
    rows.map(({ text, created_by }) => ({ text, created_by })),
    [{ text: 'hello', created_by: 'ann' }],
  )
})

test('a message that cannot be stored leaves no transaction open', async () => {
  await using place = await setUp()
  const { append, hello } = place
  assert.throws(() => append({ ...hello, epoch: 0 }, 5), /the room is closing/)
  assert.throws(() => append({ ...hello, room: 'cellar' }, 5), /the room is closing/)
  assert.throws(() => append(hello, Number.NaN), /NOT NULL/)
  assert.ok(!(append(hello, 5) instanceof Promise))
})
