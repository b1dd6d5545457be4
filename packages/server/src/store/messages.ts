// The table `messages`: what was said in a room. How a message is appended differs by database:
// messages-sqlite.ts writes inline, messages-postgres.ts a group at once.

import type { Attachment, Link, Mention } from '@parley/protocol'
import type { Kysely, Selectable } from 'kysely'
import { fold, isStorable } from './fold.ts'
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
  readonly links?: readonly Link[] | undefined
  readonly mentions?: readonly Mention[] | undefined
  /** Ids of files that its author has uploaded for this room. */
  readonly files?: readonly string[] | undefined
}

/** A file as a message keeps it: where it is read is not stored. */
export type StoredAttachment = Omit<Attachment, 'url'>

export interface MessageRow {
  readonly room: string
  readonly id: number
  readonly person: string
  readonly name: string
  readonly text: string
  /** ms since 1970. */
  readonly sentAt: number
  readonly links?: Link[]
  readonly mentions?: Mention[]
  readonly attachments?: StoredAttachment[]
  /** ms since 1970. */
  readonly editedAt?: number
  /** ms since 1970; the text is empty then, and nothing else is left but who said it. */
  readonly deletedAt?: number
}

export interface Page {
  readonly before?: number | undefined
  readonly limit: number
}

export const messageColumns = [
  'room',
  'id',
  'person',
  'name',
  'text',
  'sent_at',
  'entities',
  'attachments',
  'edited_at',
  'deleted_at',
] as const

type StoredMessage = Pick<Selectable<MessagesTable>, (typeof messageColumns)[number]>
type Entities = Pick<MessageRow, 'links' | 'mentions'>

export function toMessage(row: StoredMessage): MessageRow {
  // Both columns hold what was written below, and nothing else writes them.
  const entities: Entities = row.entities === null ? {} : JSON.parse(row.entities)
  const attachments: StoredAttachment[] = row.attachments === null ? [] : JSON.parse(row.attachments)
  return {
    room: row.room,
    id: row.id,
    person: row.person,
    name: row.name,
    text: row.text,
    sentAt: row.sent_at,
    ...entities,
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(row.edited_at === null ? {} : { editedAt: row.edited_at }),
    ...(row.deleted_at === null ? {} : { deletedAt: row.deleted_at }),
  }
}

type Content = Pick<NewMessage, 'text' | 'links' | 'mentions'>

/** The columns that follow from what is said. */
export function contentColumns({ text, links = [], mentions = [] }: Content) {
  const entities = entitiesOf({ links, mentions })
  return {
    text,
    folded: fold(text),
    entities: Object.keys(entities).length === 0 ? null : JSON.stringify(entities),
  }
}

/** A message as it was just stored. */
export function stored(message: NewMessage, id: number, sentAt: number): MessageRow {
  const { room, person, name, text } = message
  return { room, id, person, name, text, sentAt, ...entitiesOf(message) }
}

function entitiesOf({ links = [], mentions = [] }: Pick<NewMessage, 'links' | 'mentions'>): Entities {
  return {
    ...(links.length === 0 ? {} : { links: [...links] }),
    ...(mentions.length === 0 ? {} : { mentions: [...mentions] }),
  }
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

export async function hasWritten(db: Kysely<Schema>, room: string, person: string): Promise<boolean> {
  if (!isStorable(person)) return false
  const query = db.selectFrom('messages').select('id').where('room', '=', room).where('person', '=', person)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}
