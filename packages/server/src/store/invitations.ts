// The tables `invitations` and `invitation_uses`: who may come in by a link, how often, and until when.

import { Refusal, type Role } from '@parley/protocol'
import type { ExpressionBuilder, Kysely, Selectable, Transaction } from 'kysely'
import type { InvitationsTable, Schema } from './schema.ts'

export interface InvitationRow {
  readonly id: string
  /** Absent: to this server. */
  readonly room?: string
  /** In the room; to this server `owner` makes an account that runs it. */
  readonly role: Role
  /** Id of the person who made it. */
  readonly by: string
  /** ms since 1970. */
  readonly createdAt: number
  readonly expiresAt?: number
  /** Absent: as often as one likes. */
  readonly usesLeft?: number
  readonly revoked: boolean
}

export interface NewInvitation extends Omit<InvitationRow, 'revoked' | 'createdAt'> {
  /** Hash of what stands in the link. */
  readonly secret: string
  /** When its room was founded, for whoever decides over that founding alone; absent: the room need not be there yet. */
  readonly founded?: number | undefined
}

const columns = ['id', 'room', 'role', 'created_by', 'created_at', 'expires_at', 'uses_left', 'revoked_at'] as const

/** Of one room, or to the server; those that have ended count until they are forgotten. */
const mostInvitations = 1000
/** How long one that has ended is still listed. */
const keptMs = 30 * 24 * 60 * 60 * 1000

/** Refusals: room.notFound, session.quota. */
export async function addInvitation(
  db: Kysely<Schema>,
  invitation: NewInvitation,
  nowMs: number,
): Promise<InvitationRow> {
  const { id, secret, room, role, by, expiresAt, usesLeft, founded } = invitation
  return await db.transaction().execute(async (transaction) => {
    if (room !== undefined) await holdFounding(transaction, room, founded)
    await forgetEnded(transaction, nowMs - keptMs)
    const { count } = await transaction
      .selectFrom('invitations')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(isTo(room))
      .executeTakeFirstOrThrow()
    if (Number(count) >= mostInvitations) throw new Refusal('session.quota', 'invitations')
    const row = await transaction
      .insertInto('invitations')
      .values({
        id,
        secret,
        room: room ?? null,
        role,
        created_by: by,
        created_at: nowMs,
        expires_at: expiresAt ?? null,
        uses_left: usesLeft ?? null,
        revoked_at: null,
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    return toInvitation(row)
  })
}

/** Whoever deletes the room has done so before, or takes this invitation along. Refusal: room.notFound. */
async function holdFounding(transaction: Transaction<Schema>, room: string, founded: number | undefined) {
  const held = await transaction
    .updateTable('rooms')
    .set((eb) => ({ last_message: eb.ref('last_message') }))
    .where('name', '=', room)
    .returning('created_at')
    .executeTakeFirst()
  if (founded !== undefined && held?.created_at !== founded) throw new Refusal('room.notFound')
}

/** Newest first. */
export async function listInvitations(db: Kysely<Schema>, room: string | undefined): Promise<InvitationRow[]> {
  const rows = await db
    .selectFrom('invitations')
    .select(columns)
    .where(isTo(room))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(mostInvitations)
    .execute()
  return rows.map(toInvitation)
}

/** Whether there is such a one; revoking twice changes nothing. */
export async function revokeInvitation(
  db: Kysely<Schema>,
  { id, room }: { readonly id: string; readonly room?: string | undefined },
  nowMs: number,
): Promise<boolean> {
  const row = await db
    .updateTable('invitations')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(nowMs)) }))
    .where('id', '=', id)
    .where(isTo(room))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The invitation of this secret, as long as somebody can come by it. */
export async function findInvitation(
  db: Kysely<Schema>,
  secret: string,
  nowMs: number,
): Promise<InvitationRow | undefined> {
  const row = await db.selectFrom('invitations').select(columns).where(isLive(secret, nowMs)).executeTakeFirst()
  return row === undefined || row.uses_left === 0 ? undefined : toInvitation(row)
}

/** Whether the invitation of this id still gives its role: neither revoked nor expired, nor gone with its room. */
export async function holdsInvitation(db: Kysely<Schema>, id: string, nowMs: number): Promise<boolean> {
  const row = await db
    .selectFrom('invitations')
    .select('id')
    .where('id', '=', id)
    .where(hasNotEnded(nowMs))
    .executeTakeFirst()
  return row !== undefined
}

/** Lets one person into the room of an invitation: its first coming takes a use, and coming again takes none. */
export async function redeemInvitation(
  db: Kysely<Schema>,
  { secret, person }: { readonly secret: string; readonly person: string },
  nowMs: number,
): Promise<InvitationRow | undefined> {
  const row = await db.selectFrom('invitations').select(columns).where(isLive(secret, nowMs)).executeTakeFirst()
  // One to this server is used up by making an account, not by coming.
  if (row === undefined || row.room === null) return undefined
  if (row.uses_left === null) return toInvitation(row)
  return await db.transaction().execute(async (transaction) => {
    const use = { invitation: row.id, person }
    // Of two comings of one person at once the second waits here, and finds that it has come.
    const first = await transaction
      .insertInto('invitation_uses')
      .values(use)
      .onConflict((conflict) => conflict.columns(['invitation', 'person']).doNothing())
      .returning('person')
      .executeTakeFirst()
    if (first === undefined || (await takeUse(transaction, secret, nowMs)) !== undefined) return toInvitation(row)
    await transaction
      .deleteFrom('invitation_uses')
      .where('invitation', '=', row.id)
      .where('person', '=', person)
      .execute()
    return undefined
  })
}

/** Takes one of the uses that are left, if it may still be used. */
export async function takeUse(
  transaction: Transaction<Schema>,
  secret: string,
  nowMs: number,
): Promise<InvitationRow | undefined> {
  const row = await transaction
    .updateTable('invitations')
    .set((eb) => ({ uses_left: eb('uses_left', '-', 1) }))
    .where(isLive(secret, nowMs))
    .where((eb) => eb.or([eb('uses_left', 'is', null), eb('uses_left', '>', 0)]))
    .returning(columns)
    .executeTakeFirst()
  return row && toInvitation(row)
}

type Where = ExpressionBuilder<Schema, 'invitations'>

function isTo(room: string | undefined) {
  return (eb: Where) => (room === undefined ? eb('room', 'is', null) : eb('room', '=', room))
}

/** Neither revoked nor expired; uses may be left or not. */
function isLive(secret: string, nowMs: number) {
  return (eb: Where) => eb.and([eb('secret', '=', secret), hasNotEnded(nowMs)(eb)])
}

function hasNotEnded(nowMs: number) {
  return (eb: Where) =>
    eb.and([eb('revoked_at', 'is', null), eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', nowMs)])])
}

async function forgetEnded(transaction: Transaction<Schema>, beforeMs: number): Promise<void> {
  await transaction
    .deleteFrom('invitations')
    .where((eb) => eb.or([eb('expires_at', '<', beforeMs), eb('revoked_at', '<', beforeMs)]))
    .execute()
}

function toInvitation(row: Omit<Selectable<InvitationsTable>, 'secret'>): InvitationRow {
  return {
    id: row.id,
    ...(row.room === null ? {} : { room: row.room }),
    role: row.role,
    by: row.created_by,
    createdAt: row.created_at,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(row.uses_left === null ? {} : { usesLeft: row.uses_left }),
    revoked: row.revoked_at !== null,
  }
}
