// The fence of durable writes into a room: only the server that opened it last may write, and only while the room is there.

import { Refusal } from '@parley/protocol'
import type { Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** A room, and the epoch in which the writer owns it. */
export interface Fence {
  readonly room: string
  readonly epoch: number
}

/** Holds the room until the transaction ends: nobody else opens or deletes it before. Refusal: room.closed. */
export async function holdRoom(transaction: Transaction<Schema>, { room, epoch }: Fence): Promise<void> {
  const held = await transaction
    .updateTable('rooms')
    .set((eb) => ({ last_message: eb.ref('last_message') }))
    .where('name', '=', room)
    .where('epoch', '<=', epoch)
    .returning('name')
    .executeTakeFirst()
  if (held === undefined) throw new Refusal('room.closed')
}

/** A row names a room that was deleted while it was being written. */
export function namesNoRoom(error: unknown): boolean {
  // PostgreSQL's SQLSTATE foreign_key_violation, SQLite's SQLITE_CONSTRAINT_FOREIGNKEY.
  return (
    error instanceof Error &&
    (('code' in error && error.code === '23503') || ('errcode' in error && error.errcode === 787))
  )
}
