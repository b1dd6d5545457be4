// Signing in with a password, and letting others in by invitations.

import type { Invitation, Result } from '@parley/protocol'
import type { Caller, SignedIn } from '../../access/accounts.ts'
import type { InvitationRow } from '../../access/invitations.ts'
import { countedAddress } from '../../limits/address.ts'
import type { Handlers } from '../request.ts'
import type { Session } from '../session.ts'

const weekSeconds = 604_800

export const accountHandlers: Handlers<
  | 'account.signIn'
  | 'account.create'
  | 'account.renew'
  | 'account.setPassword'
  | 'invitation.create'
  | 'invitation.list'
  | 'invitation.revoke'
> = {
  'account.signIn': async ({ session, house }, { account, password }) =>
    toWire(await house.access.accounts.signIn({ account, password }, callerOf(session))),

  'account.create': async ({ house }, { invitation, account, password, name }) =>
    toWire(await house.access.accounts.create({ invitation, account, password, name })),

  'account.renew': async ({ session, house }) => toWire(await house.access.accounts.renew(session.identity)),

  'account.setPassword': async ({ session, house }, { password, newPassword }) => {
    const { identity } = session
    const change = { password, newPassword }
    const signedIn = await house.access.accounts.setPassword(identity, change, callerOf(session))
    // This session goes on with the new token; the others of the account have none that is good any more.
    const { invited } = identity
    const renewed = await house.access.identify({ token: signedIn.token })
    session.identify({ ...renewed, ...(invited === undefined ? {} : { invited }) })
    if (renewed.account !== undefined) house.sessions.endEarlier(renewed.account)
    return toWire(signedIn)
  },

  'invitation.create': async ({ session, house }, { room, role = 'member', seconds = weekSeconds, uses }) => {
    const founded = room === undefined ? undefined : await house.rooms.foundedAt(room)
    // As with roles: moderators make members, owners make everybody. Asked once more even so: the one who may must be
    // somebody in the founding that was just read, and not only in an earlier room of this name.
    const needed = role === 'owner' || role === 'moderator' ? 'own' : 'moderate'
    if (room !== undefined) await session.authorize(needed, room, house)
    const by = session.identity.person.id
    const { invitation, secret } = await house.access.invitations.make({ room, role, seconds, uses, by, founded })
    return { invitation: describe(invitation), secret }
  },

  'invitation.list': async ({ house }, { room }) => ({
    invitations: (await house.access.invitations.list(room)).map(describe),
  }),

  'invitation.revoke': async ({ house }, { room, invitation }) => {
    await house.access.invitations.revoke(invitation, room)
    return {}
  },
}

function callerOf({ address }: Session): Caller {
  return { address, network: countedAddress(address) }
}

function toWire({ token, expiresAtMs, person, name }: SignedIn): Result<'account.signIn'> {
  return { token, expiresAt: new Date(expiresAtMs).toISOString(), person, name }
}

function describe({ createdAt, expiresAt, ...invitation }: InvitationRow): Invitation {
  return {
    ...invitation,
    createdAt: new Date(createdAt).toISOString(),
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
  }
}
