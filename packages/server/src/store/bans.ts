// The table `bans`: who is kept out of a room, by person and by address.

import type { Kysely, Selectable } from 'kysely'
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

/** Those of the room that are over go at this occasion. */
export async function addBan(db: Kysely<Schema>, ban: BanRow): Promise<void> {
  await db.deleteFrom('bans').where('room', '=', ban.room).where('ends_at', '<=', ban.createdAt).execute()
  await db
    .insertInto('bans')
    .values({
      id: ban.id,
      room: ban.room,
      person: ban.person ?? null,
      name: ban.name ?? null,
      address: ban.address ?? null,
      banned_by: ban.by,
      reason: ban.reason ?? null,
      created_at: ban.createdAt,
      ends_at: ban.endsAt ?? null,
    })
    .execute()
}

export async function liftBan(db: Kysely<Schema>, room: string, id: string): Promise<void> {
  await db.deleteFrom('bans').where('room', '=', room).where('id', '=', id).execute()
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
