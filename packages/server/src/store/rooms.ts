// The table `rooms`: who made a room, and how often it has opened.

import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

export interface RoomRow {
  readonly name: string
  /** Rises by one each time the room opens on some node; the fence of every durable write. */
  readonly epoch: number
  /** ms since 1970. */
  readonly createdAt: number
  /** Id of the person who opened it first. */
  readonly createdBy: string
}

export async function openRoom(db: Kysely<Schema>, name: string, by: string, nowMs: number): Promise<RoomRow> {
  const row = await db
    .insertInto('rooms')
    .values({ name, epoch: 1, last_message: 0, created_at: nowMs, created_by: by })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((eb) => ({ epoch: eb('rooms.epoch', '+', 1) })))
    .returning(['epoch', 'created_at', 'created_by'])
    .executeTakeFirstOrThrow()
  return { name, epoch: row.epoch, createdAt: row.created_at, createdBy: row.created_by }
}
