// Invitations: whoever holds the secret comes in, into one room with a role, or to this server to make an account.

import { createHash } from 'node:crypto'
import { Refusal, type Role } from '@parley/protocol'
import type { InvitationRow, Store } from '../store/store.ts'

export type { InvitationRow } from '../store/store.ts'

/** What an invitation made of its bearer: in this room, and nowhere else, it is at least this. */
export interface Invited {
  /** Of the invitation: asked for again when its role is given, since it may have ended meanwhile. */
  readonly id: string
  readonly room: string
  readonly role: Role
}

export interface InvitationRequest {
  /** Absent: to this server. */
  readonly room?: string | undefined
  /** To this server: `owner` makes an account that runs it, everything else an ordinary one. */
  readonly role: Role
  /** Absent: for good. */
  readonly seconds?: number | undefined
  /** Absent: as often as one likes. */
  readonly uses?: number | undefined
  /** Id of the person who invites. */
  readonly by: string
  /** As of a new invitation in the store. */
  readonly founded?: number | undefined
}

export interface Invitations {
  /** The secret is told only now. Refuses with session.quota, room.notFound. */
  make(request: InvitationRequest): Promise<{ readonly invitation: InvitationRow; readonly secret: string }>
  list(room: string | undefined): Promise<InvitationRow[]>
  /** Refuses with invitation.notFound. */
  revoke(id: string, room: string | undefined): Promise<void>
  /** Lets a person into the room of an invitation; coming again takes no further use. Refuses with invitation.invalid. */
  redeem(secret: string, person: string): Promise<Invited>
}

export interface InvitationsOptions {
  readonly store: Pick<Store, 'invitations'>
  readonly now: () => number
  readonly newId: () => string
  readonly randomBytes: (size: number) => Buffer
}

export function openInvitations({ store, now, newId, randomBytes }: InvitationsOptions): Invitations {
  return {
    async make({ room, role, seconds, uses, by, founded }) {
      const secret = randomBytes(24).toString('base64url')
      const invitation = await store.invitations.add({
        id: newId(),
        secret: hashOf(secret),
        ...(room === undefined ? {} : { room }),
        role: room === undefined && role !== 'owner' ? 'member' : role,
        by,
        ...(founded === undefined ? {} : { founded }),
        ...(seconds === undefined ? {} : { expiresAt: now() + seconds * 1000 }),
        ...(uses === undefined ? {} : { usesLeft: uses }),
      })
      return { invitation, secret }
    },
    list: (room) => store.invitations.list(room),
    async revoke(id, room) {
      if (!(await store.invitations.revoke({ id, room }))) throw new Refusal('invitation.notFound')
    },
    async redeem(secret, person) {
      const found = await store.invitations.redeem({ secret: hashOf(secret), person })
      if (found?.room === undefined) throw new Refusal('invitation.invalid')
      return { id: found.id, room: found.room, role: found.role }
    },
  }
}

/** What is stored: a secret of 192 random bits needs no slow hash. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
