// The table `bans` over all rooms, as those see it who run the server.

import { type Kysely, sql } from 'kysely'
import type { BanRow } from './bans.ts'
import { isStorable } from './fold.ts'
import type { Schema } from './schema.ts'

export interface BanSearch {
  /** In the room's name, the person's id and name, and the reason. */
  readonly search?: string | undefined
  /** Where the page before ended. */
  readonly after?: { readonly createdAt: number; readonly id: string } | undefined
  readonly limit: number
}

/** Those that hold at `nowMs`, newest first; `more`: further ones follow. */
export async function listAllBans(
  db: Kysely<Schema>,
  { search = '', after, limit }: BanSearch,
  nowMs: number,
): Promise<{ bans: BanRow[]; more: boolean }> {
  if (!isStorable(search)) return { bans: [], more: false }
  let query = db
    .selectFrom('bans')
    .selectAll()
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', nowMs)]))
  if (after !== undefined && isStorable(after.id)) {
    const { createdAt, id } = after
    query = query.where((eb) =>
      eb.or([eb('created_at', '<', createdAt), eb.and([eb('created_at', '=', createdAt), eb('id', '>', id)])]),
    )
  }
  if (search !== '') {
    const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
    const columns = ['room', 'person', 'name', 'reason'] as const
    query = query.where((eb) =>
      eb.or(columns.map((column) => sql<boolean>`lower(${eb.ref(column)}) like ${pattern} escape '\\'`)),
    )
  }
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const bans = rows.slice(0, limit).map((row) => ({
    id: row.id,
    room: row.room,
    person: row.person ?? undefined,
    name: row.name ?? undefined,
    address: row.address ?? undefined,
    by: row.banned_by,
    reason: row.reason ?? undefined,
    createdAt: row.created_at,
    endsAt: row.ends_at ?? undefined,
  }))
  return { bans, more: rows.length > limit }
}
