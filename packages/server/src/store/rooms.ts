// The table `rooms`: who made a room, what it is set to, and how often it has opened.

import type { RoomSettings } from '@parley/protocol'
import { type ExpressionBuilder, type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import { markFilesOfRoom } from './files.ts'
import { setRole } from './roles.ts'
import type { RoomsTable, Schema } from './schema.ts'

/** Without a capacity of its own, a room holds as many as the server allows. */
export type StoredSettings = Omit<RoomSettings, 'capacity'> & { readonly capacity?: number | undefined }

export interface RoomRow {
  readonly name: string
  /** Rises by one each time the room opens on some node; the fence of every durable write. 0: it has never opened. */
  readonly epoch: number
  /** ms since 1970. */
  readonly createdAt: number
  /** Id of the person who founded it, or opened it first. */
  readonly createdBy: string
  readonly settings: StoredSettings
  /** A hash with its parameters; absent: none is asked for. */
  readonly password?: string
}

export interface NewRoom {
  readonly name: string
  readonly settings: Omit<RoomChange, 'password'>
  readonly password?: string | undefined
  readonly owner: { readonly id: string; readonly name: string }
}

/** `password: null` takes it away; what is absent stays. */
export type RoomChange = { readonly [K in keyof StoredSettings]?: StoredSettings[K] | undefined } & {
  readonly password?: string | null | undefined
}

export interface RoomSearch {
  /** Rooms in which this person has a role are found, and those that are listed. */
  readonly person: string
  /** All rooms are found. */
  readonly all: boolean
  /** No other room is found. */
  readonly name?: string | undefined
  readonly search?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Raises the epoch; makes the room, with epoch 1 and without an owner, where it is not there. */
export async function openRoom(db: Kysely<Schema>, name: string, by: string, nowMs: number): Promise<RoomRow> {
  const row = await db
    .insertInto('rooms')
    .values({ name, epoch: 1, last_message: 0, created_at: nowMs, created_by: by })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((eb) => ({ epoch: eb('rooms.epoch', '+', 1) })))
    .returningAll()
    .executeTakeFirstOrThrow()
  return toRoom(row)
}

/** Raises the epoch of a room that is there. */
export async function reopenRoom(db: Kysely<Schema>, name: string): Promise<RoomRow | undefined> {
  const row = await db
    .updateTable('rooms')
    .set((eb) => ({ epoch: eb('epoch', '+', 1) }))
    .where('name', '=', name)
    .returningAll()
    .executeTakeFirst()
  return row && toRoom(row)
}

/** Undefined: there is one of this name. It takes its first epoch when it opens. */
export function createRoom(
  db: Kysely<Schema>,
  { name, settings, password, owner }: NewRoom,
  nowMs: number,
): Promise<RoomRow | undefined> {
  const row = { name, epoch: 0, last_message: 0, created_at: nowMs, created_by: owner.id }
  return db.transaction().execute(async (transaction) => {
    const made = await transaction
      .insertInto('rooms')
      .values({ ...row, ...toColumns(settings), password: password ?? null })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (made === undefined) return undefined
    await setRole(transaction, name, { person: owner.id, name: owner.name, role: 'owner' })
    return toRoom(made)
  })
}

export async function getRoom(db: Kysely<Schema>, name: string): Promise<RoomRow | undefined> {
  const row = await db.selectFrom('rooms').selectAll().where('name', '=', name).executeTakeFirst()
  return row && toRoom(row)
}

/** By name; `more`: further ones follow the last. */
export async function listRooms(
  db: Kysely<Schema>,
  { person, all, name, search, after, limit }: RoomSearch,
): Promise<{ rooms: RoomRow[]; more: boolean }> {
  let query = db.selectFrom('rooms').selectAll()
  if (!all) query = query.where((eb) => eb.or([eb('listed', '=', 1), hasRole(eb, person)]))
  if (name !== undefined) query = query.where('name', '=', name)
  if (after !== undefined) query = query.where('name', '>', after)
  if (search !== undefined && search !== '') query = query.where((eb) => mentions(eb, search))
  // One more than asked for tells whether there are more.
  const rows = await query
    .orderBy('name')
    .limit(limit + 1)
    .execute()
  return { rooms: rows.slice(0, limit).map(toRoom), more: rows.length > limit }
}

/** Undefined: there is no such room. */
export async function updateRoom(
  db: Kysely<Schema>,
  name: string,
  { password, ...settings }: RoomChange,
): Promise<RoomRow | undefined> {
  const change = { ...toColumns(settings), ...(password === undefined ? {} : { password }) }
  if (Object.keys(change).length === 0) return await getRoom(db, name)
  const row = await db.updateTable('rooms').set(change).where('name', '=', name).returningAll().executeTakeFirst()
  return row && toRoom(row)
}

/** With everything that was said and decided in it. Whether it was there. */
export function deleteRoom(db: Kysely<Schema>, name: string): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    await markFilesOfRoom(transaction, name)
    for (const table of ['messages', 'reads', 'roles', 'bans', 'invitations'] as const) {
      await transaction.deleteFrom(table).where('room', '=', name).execute()
    }
    const row = await transaction.deleteFrom('rooms').where('name', '=', name).returning('name').executeTakeFirst()
    return row !== undefined
  })
}

type Where = ExpressionBuilder<Schema, 'rooms'>

function hasRole(eb: Where, person: string) {
  return eb.exists(
    eb.selectFrom('roles').select('role').whereRef('roles.room', '=', 'rooms.name').where('person', '=', person),
  )
}

function mentions(eb: Where, search: string) {
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const columns = ['name', 'title', 'topic'] as const
  return eb.or(columns.map((column) => sql<SqlBool>`lower(${eb.ref(column)}) like ${pattern} escape '\\'`))
}

const flag = (on: boolean) => (on ? 1 : 0)

/** What is given, as columns; `undefined` is no change. */
function toColumns(settings: RoomChange) {
  const { title, topic, capacity, lobby, locked, moderated, guests, audioOnly, listed } = settings
  return {
    ...(title === undefined ? {} : { title }),
    ...(topic === undefined ? {} : { topic }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(lobby === undefined ? {} : { lobby: flag(lobby) }),
    ...(locked === undefined ? {} : { locked: flag(locked) }),
    ...(moderated === undefined ? {} : { moderated: flag(moderated) }),
    ...(guests === undefined ? {} : { guests: flag(guests) }),
    ...(audioOnly === undefined ? {} : { audio_only: flag(audioOnly) }),
    ...(listed === undefined ? {} : { listed: flag(listed) }),
  }
}

function toRoom(row: Selectable<RoomsTable>): RoomRow {
  return {
    name: row.name,
    epoch: row.epoch,
    createdAt: row.created_at,
    createdBy: row.created_by,
    settings: {
      title: row.title,
      topic: row.topic,
      ...(row.capacity === null ? {} : { capacity: row.capacity }),
      lobby: row.lobby === 1,
      locked: row.locked === 1,
      moderated: row.moderated === 1,
      guests: row.guests === 1,
      audioOnly: row.audio_only === 1,
      listed: row.listed === 1,
    },
    ...(row.password === null ? {} : { password: row.password }),
  }
}
