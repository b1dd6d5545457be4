// The table `rooms`: who made a room, what it is set to, and how often it has opened.

import { Refusal, type Role, type RoomSettings } from '@parley/protocol'
import { type ExpressionBuilder, type Kysely, type Selectable, type SqlBool, sql, type Transaction } from 'kysely'
import { holdEpochs, raiseEpochs } from './epochs.ts'
import { type Fence, holdRoom } from './fence.ts'
import { markFilesOfRoom } from './files.ts'
import { putRole } from './roles.ts'
import type { RoomsTable, Schema } from './schema.ts'

/** Without a capacity of its own, a room holds as many as the server allows. */
export type StoredSettings = Omit<RoomSettings, 'capacity'> & { readonly capacity?: number | undefined }

export interface RoomRow {
  readonly name: string
  /**
   * Rises by one each time the room opens on some node; the fence of every durable write. Also over its deletion: who
   * founds it again begins above.
   */
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
  /** Whoever has founded so many that are still there founds no more; absent: no bound. */
  readonly perPerson?: number | undefined
}

/** `password: null` takes it away; what is absent stays. */
export type RoomChange = { readonly [K in keyof StoredSettings]?: StoredSettings[K] | undefined } & {
  readonly password?: string | null | undefined
}

/** A room as somebody finds it who has this role in it. */
export type FoundRoom = RoomRow & { readonly role: Role | undefined }

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

export interface Opener {
  readonly person: string
  /** As of a new room. */
  readonly perPerson?: number | undefined
}

/** Raises the epoch; makes the room, without an owner, where it is not there. Refusal: session.quota. */
export async function openRoom(db: Kysely<Schema>, name: string, by: Opener, nowMs: number): Promise<RoomRow> {
  const known = await reopenRoom(db, name)
  if (known !== undefined) return known
  return await db.transaction().execute(async (transaction) => {
    const highest = await holdEpochs(transaction)
    // Founded meanwhile.
    const other = await reopenRoom(transaction, name)
    if (other !== undefined) return other
    await mustNotHaveFounded(transaction, by)
    const row = await transaction
      .insertInto('rooms')
      .values({ name, epoch: highest + 1, last_message: 0, created_at: nowMs, created_by: by.person })
      .returningAll()
      .executeTakeFirstOrThrow()
    return toRoom(row)
  })
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

/** Undefined: there is one of this name. Its epoch rises when it opens. Refusal: session.quota. */
export function createRoom(
  db: Kysely<Schema>,
  { name, settings, password, owner, perPerson }: NewRoom,
  nowMs: number,
): Promise<RoomRow | undefined> {
  return db.transaction().execute(async (transaction) => {
    // Above that of a room of this name which was deleted: its late writes must not pass the fence of this one.
    const epoch = (await holdEpochs(transaction)) + 1
    if ((await getRoom(transaction, name)) !== undefined) return undefined
    await mustNotHaveFounded(transaction, { person: owner.id, perPerson })
    const row = { name, epoch, last_message: 0, created_at: nowMs, created_by: owner.id }
    const made = await transaction
      .insertInto('rooms')
      .values({ ...row, ...toColumns(settings), password: password ?? null })
      .returningAll()
      .executeTakeFirstOrThrow()
    await putRole(transaction, name, { person: owner.id, name: owner.name, role: 'owner' })
    return toRoom(made)
  })
}

/** Foundings go one after another, so that the bound holds. */
async function mustNotHaveFounded(transaction: Transaction<Schema>, { person, perPerson }: Opener): Promise<void> {
  if (perPerson === undefined) return
  const { count } = await transaction
    .selectFrom('rooms')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('created_by', '=', person)
    .executeTakeFirstOrThrow()
  if (Number(count) >= perPerson) throw new Refusal('session.quota', 'rooms that you have founded')
}

export async function getRoom(db: Kysely<Schema>, name: string): Promise<RoomRow | undefined> {
  const row = await db.selectFrom('rooms').selectAll().where('name', '=', name).executeTakeFirst()
  return row && toRoom(row)
}

/** By name; `more`: further ones follow the last. */
export async function listRooms(
  db: Kysely<Schema>,
  { person, all, name, search, after, limit }: RoomSearch,
): Promise<{ rooms: FoundRoom[]; more: boolean }> {
  let query = db
    .selectFrom('rooms')
    .leftJoin('roles', (join) => join.onRef('roles.room', '=', 'rooms.name').on('roles.person', '=', person))
    .selectAll('rooms')
    .select('roles.role')
  if (!all) query = query.where((eb) => eb.or([eb('rooms.listed', '=', 1), eb('roles.role', 'is not', null)]))
  if (name !== undefined) query = query.where('rooms.name', '=', name)
  if (after !== undefined) query = query.where('rooms.name', '>', after)
  if (search !== undefined && search !== '') query = query.where((eb) => mentions(eb, search))
  // One more than asked for tells whether there are more.
  const rows = await query
    .orderBy('rooms.name')
    .limit(limit + 1)
    .execute()
  const rooms = rows.slice(0, limit).map((row) => ({ ...toRoom(row), role: row.role ?? undefined }))
  return { rooms, more: rows.length > limit }
}

/** Refusal: room.closed. */
export async function updateRoom(
  db: Kysely<Schema>,
  { room, epoch }: Fence,
  { password, ...settings }: RoomChange,
): Promise<RoomRow> {
  const row = await db
    .updateTable('rooms')
    // Also where nothing is given: then it only says how the room is.
    .set((eb) => ({
      last_message: eb.ref('last_message'),
      ...toColumns(settings),
      ...(password === undefined ? {} : { password }),
    }))
    .where('name', '=', room)
    .where('epoch', '<=', epoch)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw new Refusal('room.closed')
  return toRoom(row)
}

/** With everything that was said and decided in it. Refusal: room.closed. */
export function deleteRoom(db: Kysely<Schema>, fence: Fence): Promise<void> {
  const { room } = fence
  return db.transaction().execute(async (transaction) => {
    await holdEpochs(transaction)
    // Whoever writes into it has done so before, or finds it gone.
    await holdRoom(transaction, fence)
    await markFilesOfRoom(transaction, room)
    for (const table of ['messages', 'roles', 'bans', 'invitations'] as const) {
      await transaction.deleteFrom(table).where('room', '=', room).execute()
    }
    // Marks of what was read go with their room: they are written beside its owner.
    const { epoch } = await transaction
      .deleteFrom('rooms')
      .where('name', '=', room)
      .returning('epoch')
      .executeTakeFirstOrThrow()
    await raiseEpochs(transaction, epoch)
  })
}

type Where = ExpressionBuilder<Schema, 'rooms'>

function mentions(eb: Where, search: string) {
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const columns = ['rooms.name', 'rooms.title', 'rooms.topic'] as const
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
