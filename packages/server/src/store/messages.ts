// The table `messages`: what was said in a room. How a message is appended differs by database:
// messages-sqlite.ts writes inline, messages-postgres.ts a group at once.

import type { Kysely, Selectable } from 'kysely'
import type { MessagesTable, Schema } from './schema.ts'

export interface NewMessage {
  readonly room: string
  /** The epoch in which the writer owns the room. */
  readonly epoch: number
  /** Id of the person who says it. */
  readonly person: string
  /** The name the person had then. */
  readonly name: string
  readonly text: string
  /** Chosen by the client; the same key of the same person in the same room is stored once. */
  readonly key?: string | undefined
}

export interface MessageRow {
  readonly room: string
  readonly id: number
  readonly person: string
  readonly name: string
  readonly text: string
  /** ms since 1970. */
  readonly sentAt: number
}

export interface Page {
  readonly before?: number | undefined
  readonly limit: number
}

export const messageColumns = ['room', 'id', 'person', 'name', 'text', 'sent_at'] as const

export function toMessage(row: Omit<Selectable<MessagesTable>, 'key'>): MessageRow {
  return { room: row.room, id: row.id, person: row.person, name: row.name, text: row.text, sentAt: row.sent_at }
}

export async function readPage(
  db: Kysely<Schema>,
  room: string,
  { before, limit }: Page,
): Promise<{ messages: MessageRow[]; more: boolean }> {
  let query = db.selectFrom('messages').select(messageColumns).where('room', '=', room)
  if (before !== undefined) query = query.where('id', '<', before)
  // One more than asked for tells whether there are more.
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const more = rows.length > limit
  return { messages: rows.slice(0, limit).reverse().map(toMessage), more }
}

/** A fault: rooms are opened before anything is said in them. */
export function roomMissing(room: string): Error {
  return new Error(`the room ${JSON.stringify(room)} has no row; open it before appending to it`)
}
