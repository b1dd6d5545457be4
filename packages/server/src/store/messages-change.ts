// What becomes of a message after it was said: edited, deleted; and one that is said with files. Each is a transaction
// that holds its room, so that no other owner can have it before the commit.

import { Refusal } from '@parley/protocol'
import type { Kysely, Transaction } from 'kysely'
import { type Fence, holdRoom } from './fence.ts'
import { claimFiles, markFilesOfMessage } from './files.ts'
import { contentColumns, type MessageRow, messageColumns, type NewMessage, stored, toMessage } from './messages.ts'
import type { Schema } from './schema.ts'

/** Who changes which message. */
interface Target extends Fence {
  readonly id: number
  /** Id of the person who asks. */
  readonly person: string
}
export type MessageEdit = Target & Pick<NewMessage, 'text' | 'links' | 'mentions'>
export interface MessageDeletion extends Target {
  /** It may delete what others have said. */
  readonly moderates: boolean
}

/** Refusals: chat.notFound, session.forbidden, room.closed. */
export function editMessage(db: Kysely<Schema>, edit: MessageEdit, nowMs: number): Promise<MessageRow> {
  return db.transaction().execute(async (transaction) => {
    const message = await hold(transaction, edit)
    if (message.deletedAt !== undefined) throw new Refusal('chat.notFound')
    if (message.person !== edit.person) throw new Refusal('session.forbidden')
    return await update(transaction, edit, { ...contentColumns(edit), edited_at: nowMs })
  })
}

/** `changed: false`: it was deleted before. Refusals: chat.notFound, session.forbidden, room.closed. */
export function deleteMessage(
  db: Kysely<Schema>,
  deletion: MessageDeletion,
  nowMs: number,
): Promise<{ message: MessageRow; changed: boolean }> {
  return db.transaction().execute(async (transaction) => {
    const message = await hold(transaction, deletion)
    if (message.person !== deletion.person && !deletion.moderates) throw new Refusal('session.forbidden')
    if (message.deletedAt !== undefined) return { message, changed: false }
    await markFilesOfMessage(transaction, deletion.room, deletion.id)
    const emptied = { text: '', folded: '', entities: null, attachments: null, deleted_at: nowMs }
    return { message: await update(transaction, deletion, emptied), changed: true }
  })
}

/** As an append, with files that its author has uploaded. Refusals: file.notFound, room.closed. */
export function appendWithFiles(
  db: Kysely<Schema>,
  message: NewMessage,
  files: readonly string[],
  nowMs: number,
): Promise<MessageRow & { readonly repeated: boolean }> {
  const { room, epoch, person, name, key = null } = message
  return db.transaction().execute(async (transaction) => {
    const id = await takeId(transaction, room, epoch)
    const earlier = await transaction
      .selectFrom('messages')
      .select(messageColumns)
      .where('room', '=', room)
      .where('person', '=', person)
      .where('key', '=', key)
      .executeTakeFirst()
    if (earlier !== undefined) return { ...toMessage(earlier), repeated: true }
    const attachments = await claimFiles(transaction, { room, person, message: id, files })
    const row = { room, id, person, name, key, sent_at: nowMs, ...contentColumns(message) }
    await transaction
      .insertInto('messages')
      .values({ ...row, attachments: JSON.stringify(attachments) })
      .execute()
    return { ...stored(message, id, nowMs), attachments, repeated: false }
  })
}

/** The message, in a room that nobody else can take before the transaction ends. */
async function hold(transaction: Transaction<Schema>, { room, epoch, id }: Target): Promise<MessageRow> {
  await holdRoom(transaction, { room, epoch })
  const message = await transaction
    .selectFrom('messages')
    .select(messageColumns)
    .where('room', '=', room)
    .where('id', '=', id)
    .executeTakeFirst()
  if (message === undefined) throw new Refusal('chat.notFound')
  return toMessage(message)
}

async function takeId(transaction: Transaction<Schema>, room: string, epoch: number): Promise<number> {
  const taken = await transaction
    .updateTable('rooms')
    .set((eb) => ({ last_message: eb('last_message', '+', 1) }))
    .where('name', '=', room)
    .where('epoch', '<=', epoch)
    .returning('last_message')
    .executeTakeFirst()
  if (taken === undefined) throw new Refusal('room.closed')
  return taken.last_message
}

async function update(
  transaction: Transaction<Schema>,
  { room, id }: Target,
  columns: Partial<Schema['messages']>,
): Promise<MessageRow> {
  const row = await transaction
    .updateTable('messages')
    .set(columns)
    .where('room', '=', room)
    .where('id', '=', id)
    .returning(messageColumns)
    .executeTakeFirstOrThrow()
  return toMessage(row)
}
