// The table `files`: what people attach to messages. The bytes are in the archive; a row outlives them, so that none is lost.

import { Refusal } from '@parley/protocol'
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import { isStorable } from './fold.ts'
import type { StoredAttachment } from './messages.ts'
import type { FilesTable, Schema } from './schema.ts'

export interface NewFile {
  readonly id: string
  readonly room: string
  /** Id of the person who sends it. */
  readonly person: string
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  /** Until when it must have been sent; ms since 1970. */
  readonly expiresAt: number
}

export interface FileRow extends StoredAttachment {
  readonly state: FilesTable['state']
}

export interface FileLimits {
  /** Of all files of a room together. */
  readonly roomBytes: number
  /** Of all files of all rooms. */
  readonly totalBytes: number
  /** Of one person in one room that are in no message yet. */
  readonly waiting: number
  /** What is promised and has not come: of one room, of all, and of one person in all rooms (files). */
  readonly promised: { readonly roomBytes: number; readonly totalBytes: number; readonly files: number }
  /** Whoever has not begun to upload after this does no more: such a promise takes no place. */
  readonly promisedForMs: number
}

/** Of all people together, so that few rows are read for each: those that are still awaited. */
const mostPromisesAtOnce = 1_000

/** Notes a file that will be uploaded. Refusals: session.quota, room.closed. */
export function promiseFile(db: Kysely<Schema>, file: NewFile, limits: FileLimits, nowMs: number): Promise<void> {
  const { id, room, person, name, mediaType, bytes, expiresAt } = file
  return db.transaction().execute(async (transaction) => {
    // Whoever else promises a file for this room waits here, so that the sums below hold.
    const held = await transaction
      .updateTable('rooms')
      .set((eb) => ({ last_message: eb.ref('last_message') }))
      .where('name', '=', room)
      .returning('name')
      .executeTakeFirst()
    if (held === undefined) throw new Refusal('room.closed')
    const promised = await promisedFiles(transaction, { room, person, sinceMs: nowMs - limits.promisedForMs })
    const { taken, waiting } = await transaction
      .selectFrom('files')
      .select(({ fn, eb }) => [
        fn.coalesce(fn.sum<number>('bytes'), eb.lit(0)).as('taken'),
        fn
          .countAll<number>()
          .filterWhere((one) => one.and([one('person', '=', person), one('message', 'is', null)]))
          .as('waiting'),
      ])
      .where('room', '=', room)
      .where('state', '!=', 'removed')
      .executeTakeFirstOrThrow()
    if (
      Number(taken) - promised.staleOfRoom + bytes > limits.roomBytes ||
      promised.ofRoom + bytes > limits.promised.roomBytes
    )
      throw new Refusal('session.quota', 'the files of this room')
    // Rooms do not wait for each other here: promises at the same moment may go beyond it by a few files.
    const total = (await bytesOfAll(transaction)) - promised.stale + bytes
    if (
      total > limits.totalBytes ||
      promised.all + bytes > limits.promised.totalBytes ||
      promised.count >= mostPromisesAtOnce
    )
      throw new Refusal('session.quota', 'the files of this server')
    if (Number(waiting) >= limits.waiting || promised.files >= limits.promised.files)
      throw new Refusal('session.quota', 'files that were not sent')
    const row = { id, room, person, name, media_type: mediaType, bytes, created_at: nowMs, expires_at: expiresAt }
    await transaction
      .insertInto('files')
      .values({ ...row, message: null, state: 'promised' })
      .execute()
  })
}

/** Bytes of which nothing has come: those that are still awaited, and those that are not (stale); `files` of the person. */
async function promisedFiles(
  transaction: Transaction<Schema>,
  { room, person, sinceMs }: { readonly room: string; readonly person: string; readonly sinceMs: number },
) {
  const rows = await transaction
    .selectFrom('files')
    .select(['room', 'person', 'bytes', 'created_at'])
    .where('state', '=', sql.lit('promised'))
    .execute()
  const sum = (some: typeof rows) => some.reduce((bytes, row) => bytes + Number(row.bytes), 0)
  const fresh = rows.filter((row) => row.created_at > sinceMs)
  const stale = rows.filter((row) => row.created_at <= sinceMs)
  return {
    count: fresh.length,
    all: sum(fresh),
    ofRoom: sum(fresh.filter((row) => row.room === room)),
    files: fresh.filter((row) => row.person === person).length,
    stale: sum(stale),
    staleOfRoom: sum(stale.filter((row) => row.room === room)),
  }
}

async function bytesOfAll(transaction: Transaction<Schema>): Promise<number> {
  const { taken } = await transaction
    .selectFrom('files')
    .select(({ fn, eb }) => fn.coalesce(fn.sum<number>('bytes'), eb.lit(0)).as('taken'))
    .where('state', '!=', sql.lit('removed'))
    .executeTakeFirstOrThrow()
  return Number(taken)
}

export async function findFile(db: Kysely<Schema>, id: string): Promise<FileRow | undefined> {
  const row = await db.selectFrom('files').selectAll().where('id', '=', id).executeTakeFirst()
  return row && { ...toAttachment(row), state: row.state }
}

/** Whether it was promised and not uploaded before. */
export async function markUploaded(db: Kysely<Schema>, id: string, expiresAt: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('files')
    .set({ state: 'uploaded', expires_at: expiresAt })
    .where('id', '=', id)
    .where('state', '=', 'promised')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Takes files for a message, all or none, in the order asked for. Refusal: file.notFound. */
export async function claimFiles(
  transaction: Transaction<Schema>,
  claim: {
    readonly room: string
    readonly person: string
    readonly message: number
    readonly files: readonly string[]
  },
): Promise<StoredAttachment[]> {
  if (!claim.files.every(isStorable)) throw new Refusal('file.notFound')
  const rows = await transaction
    .updateTable('files')
    .set({ state: 'sent', message: claim.message, expires_at: null })
    .where('id', 'in', [...claim.files])
    .where('room', '=', claim.room)
    .where('person', '=', claim.person)
    .where('state', '=', 'uploaded')
    .returningAll()
    .execute()
  return claim.files.map((id) => {
    const row = rows.find((one) => one.id === id)
    if (row === undefined) throw new Refusal('file.notFound')
    return toAttachment(row)
  })
}

export async function markFilesOfMessage(transaction: Transaction<Schema>, room: string, message: number) {
  await remove(transaction).where('room', '=', room).where('message', '=', message).execute()
}

/** All that a room has; for whoever deletes the room in this transaction. */
export async function markFilesOfRoom(transaction: Transaction<Schema>, room: string): Promise<void> {
  await remove(transaction).where('room', '=', room).execute()
}

function remove(db: Kysely<Schema>) {
  return db.updateTable('files').set({ state: 'removed', expires_at: 0 })
}

/** Ids of some that are nobody's any more; from now on nobody can send them either. */
export async function takeExpired(db: Kysely<Schema>, nowMs: number, limit: number): Promise<string[]> {
  const due = db.selectFrom('files').select('id').where('expires_at', '<=', nowMs).limit(limit)
  const rows = await remove(db).where('id', 'in', due).where('expires_at', '<=', nowMs).returning('id').execute()
  return rows.map(({ id }) => id)
}

/** Their bytes are gone. */
export async function forgetFiles(db: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .deleteFrom('files')
    .where('id', 'in', [...ids])
    .where('state', '=', 'removed')
    .execute()
}

function toAttachment({ id, name, media_type, bytes }: Selectable<FilesTable>): StoredAttachment {
  return { id, name, mediaType: media_type, bytes }
}
