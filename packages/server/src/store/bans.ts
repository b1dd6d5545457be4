// The table `bans`: who is kept out of a room, by person and by address.

import type { Kysely, Selectable } from 'kysely'
import { type Fence, holdRoom } from './fence.ts'
import { dropRole } from './roles.ts'
import type { BansTable, Schema } from './schema.ts'

export interface BanRow {
  readonly id: string
  readonly room: string
  readonly person?: string | undefined
  readonly name?: string | undefined
  /** A keyed hash of the address. */
  readonly address?: string | undefined
  /** Id of the person who banned. */
  readonly by: string
  readonly reason?: string | undefined
  /** ms since 1970. */
  readonly createdAt: number
  /** Absent: for good. */
  readonly endsAt?: number | undefined
}

/** Those that hold at `nowMs`, newest first. Those that are over are forgotten. */
export async function listBans(db: Kysely<Schema>, room: string, nowMs: number): Promise<BanRow[]> {
  const rows = await db
    .selectFrom('bans')
    .selectAll()
    .where('room', '=', room)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', nowMs)]))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(toBan)
}

/** Whether one holds at `nowMs` that names this person, or this (hashed) address. */
export async function isBanned(
  db: Kysely<Schema>,
  { room, person, address }: { readonly room: string; readonly person: string; readonly address?: string | undefined },
  nowMs: number,
): Promise<boolean> {
  const ban = await db
    .selectFrom('bans')
    .select('id')
    .where('room', '=', room)
    .where((eb) => eb.or([eb('person', '=', person), ...(address === undefined ? [] : [eb('address', '=', address)])]))
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', nowMs)]))
    .limit(1)
    .executeTakeFirst()
  return ban !== undefined
}

/** Whoever is banned loses their role. Those of the room that are over go at this occasion. Refusal: room.closed. */
export function addBan(db: Kysely<Schema>, fence: Fence, ban: Omit<BanRow, 'room'>): Promise<void> {
  const { room } = fence
  return db.transaction().execute(async (transaction) => {
    await holdRoom(transaction, fence)
    await transaction.deleteFrom('bans').where('room', '=', room).where('ends_at', '<=', ban.createdAt).execute()
    await transaction
      .insertInto('bans')
      .values({
        id: ban.id,
        room,
        person: ban.person ?? null,
        name: ban.name ?? null,
        address: ban.address ?? null,
        banned_by: ban.by,
        reason: ban.reason ?? null,
        created_at: ban.createdAt,
        ends_at: ban.endsAt ?? null,
      })
      .execute()
    if (ban.person !== undefined) await dropRole(transaction, room, ban.person)
  })
}

/** Refusal: room.closed. */
export function liftBan(db: Kysely<Schema>, fence: Fence, id: string): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    await holdRoom(transaction, fence)
    await transaction.deleteFrom('bans').where('room', '=', fence.room).where('id', '=', id).execute()
  })
}

function toBan(row: Selectable<BansTable>): BanRow {
  return {
    id: row.id,
    room: row.room,
    ...(row.person === null ? {} : { person: row.person }),
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.address === null ? {} : { address: row.address }),
    by: row.banned_by,
    ...(row.reason === null ? {} : { reason: row.reason }),
    createdAt: row.created_at,
    ...(row.ends_at === null ? {} : { endsAt: row.ends_at }),
  }
}
