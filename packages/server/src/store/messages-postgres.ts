// Appends a group of messages to PostgreSQL in one statement, which is one round trip and one commit.

import { Refusal } from '@parley/protocol'
import { type Kysely, sql } from 'kysely'
import { contentColumns, type MessageRow, messageColumns, type NewMessage, stored, toMessage } from './messages.ts'
import type { Schema } from './schema.ts'

export interface TimedMessage extends NewMessage {
  /** ms since 1970. */
  readonly sentAt: number
}
interface Outcome {
  /** The room's epoch; null: the room was deleted. */
  readonly room_epoch: number | null
  /** null: not stored, because the epoch is old or the key was stored before. */
  readonly id: number | null
}

/** One outcome per message, in the same place; undefined: its key was stored before, `readRepeated` finds the row. */
export async function appendGroup(
  db: Kysely<Schema>,
  group: readonly TimedMessage[],
): Promise<(MessageRow | undefined | Error)[]> {
  const { rows } = await insertGroup(group).execute(db)
  // From here on nothing may throw: what could be stored is stored.
  return group.map((message, index) => {
    const { room_epoch = null, id = null } = rows[index] ?? {}
    if (room_epoch === null || room_epoch > message.epoch) return new Refusal('room.closed')
    if (id === null) return undefined
    return stored(message, id, message.sentAt)
  })
}

/**
 * The rooms' rows are locked first, in the order of their names so that two nodes cannot wait for each other. From there
 * to the commit no other owner can raise the epoch, and ids are taken in the order of the group.
 */
function insertGroup(group: readonly TimedMessage[]) {
  const rows = group.map((message) => ({ ...message, ...contentColumns(message) }))
  type Row = (typeof rows)[number]
  const column = <K extends keyof Row>(name: K) => rows.map((row) => row[name] ?? null)
  return sql<Outcome>`
    with given as (
      select * from unnest(
        ${column('room')}::text[], ${column('epoch')}::bigint[], ${column('person')}::text[], ${column('name')}::text[],
        ${column('text')}::text[], ${column('folded')}::text[], ${column('entities')}::text[], ${column('key')}::text[],
        ${column('sentAt')}::bigint[]
      ) with ordinality as item (room, epoch, person, name, text, folded, entities, key, sent_at, place)
    ), locked as materialized (
      select name, epoch from rooms where name in (select room from given) order by name for no key update
    ), admitted as (
      select given.*, row_number() over (partition by given.room order by place) as nth
      from given join locked on locked.name = given.room where locked.epoch <= given.epoch
    ), taken as (
      update rooms set last_message = last_message + admitted_in.count
      from (select room, count(*) as count from admitted group by room) as admitted_in
      where rooms.name = admitted_in.room
      returning rooms.name as room, rooms.last_message - admitted_in.count as before
    ), stored as (
      insert into messages (room, id, person, name, text, folded, entities, key, sent_at)
      select room, before + nth, person, name, text, folded, entities, key, sent_at
      from admitted join taken using (room) order by place
      on conflict (room, person, key) do nothing
      returning room, id
    )
    select locked.epoch as room_epoch, stored.id
    from given
    left join locked on locked.name = given.room
    left join admitted using (place)
    left join taken on taken.room = given.room
    left join stored on stored.room = given.room and stored.id = taken.before + admitted.nth
    order by place`
}

export async function readRepeated(db: Kysely<Schema>, { room, person, key = '' }: NewMessage): Promise<MessageRow> {
  const row = await db
    .selectFrom('messages')
    .select(messageColumns)
    .where('room', '=', room)
    .where('person', '=', person)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  return toMessage(row)
}
