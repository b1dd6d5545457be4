// Appends one message to SQLite inline: five prepared statements without an await between them.

import type { DatabaseSync } from 'node:sqlite'
import { Refusal } from '@parley/protocol'
import type { Kysely } from 'kysely'
import { contentColumns, type MessageRow, messageColumns, type NewMessage, stored, toMessage } from './messages.ts'
import type { Schema } from './schema.ts'
import { type Input, prepareInline } from './sqlite-inline.ts'

type Appended = MessageRow & { readonly repeated: boolean }
type Append = (message: NewMessage, nowMs: number) => Appended

/** Returns the message itself, but a promise of it when another transaction is open on the connection. */
export function prepareAppend(
  database: DatabaseSync,
  db: Kysely<Schema>,
): (message: NewMessage, nowMs: number) => Appended | Promise<Appended> {
  const append = prepareInlineAppend(database, db)
  return (message, nowMs) =>
    database.isTransaction ? db.connection().execute(async () => append(message, nowMs)) : append(message, nowMs)
}

function prepareInlineAppend(database: DatabaseSync, db: Kysely<Schema>): Append {
  const begin = database.prepare('begin immediate')
  const commit = database.prepare('commit')
  const rollback = database.prepare('rollback')
  const { takeId, findRepeated, insert } = prepareStatements(database, db)

  return (message, nowMs) => {
    const { room, epoch, person, name, key } = message
    begin.run()
    try {
      const taken = takeId({ room, epoch })[0]
      if (taken === undefined) throw new Refusal('room.closed')
      if (key !== undefined) {
        const earlier = findRepeated({ room, person, key })[0]
        if (earlier !== undefined) return { ...toMessage(earlier), repeated: true }
      }
      const id = taken.last_message
      insert({ room, id, person, name, ...contentColumns(message), key: key ?? null, sentAt: nowMs })
      commit.run()
      return { ...stored(message, id, nowMs), repeated: false }
    } finally {
      // SQLite has rolled back by itself after some errors, such as a full disk.
      if (database.isTransaction) rollback.run()
    }
  }
}

function prepareStatements(database: DatabaseSync, db: Kysely<Schema>) {
  type Key = { room: string; person: string; key: string }
  type Row = {
    room: string
    id: number
    person: string
    name: string
    text: string
    folded: string
    entities: string | null
    key: string | null
    sentAt: number
  }
  return {
    takeId: prepareInline(database, (input: Input<{ room: string; epoch: number }>) =>
      db
        .updateTable('rooms')
        .set((eb) => ({ last_message: eb('last_message', '+', 1) }))
        .where('name', '=', input('room'))
        .where('epoch', '<=', input('epoch'))
        .returning('last_message'),
    ),
    findRepeated: prepareInline(database, (input: Input<Key>) =>
      db
        .selectFrom('messages')
        .select(messageColumns)
        .where('room', '=', input('room'))
        .where('person', '=', input('person'))
        .where('key', '=', input('key')),
    ),
    insert: prepareInline(database, (input: Input<Row>) =>
      db.insertInto('messages').values({
        room: input('room'),
        id: input('id'),
        person: input('person'),
        name: input('name'),
        text: input('text'),
        folded: input('folded'),
        entities: input('entities'),
        key: input('key'),
        sent_at: input('sentAt'),
      }),
    ),
  }
}
