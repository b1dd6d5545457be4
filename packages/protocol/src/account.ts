// People who are known beyond one browser: accounts with a password, and invitations that let others in.

import { type Static, Type } from 'typebox'
import { method } from './declare.ts'
import { AccountName, DisplayName, Id, NewPassword, Password, Role, RoomName, Secret, Timestamp } from './fields.ts'

/** A token for session.hello. It ends, and `account.renew` gives a new one before. */
const SignedIn = Type.Object({ token: Type.String(), expiresAt: Timestamp, person: Id, name: DisplayName })

/** Lets somebody into one room with a role; without a room, it lets them make an account here. */
export const Invitation = Type.Object({
  id: Id,
  room: Type.Optional(RoomName),
  role: Role,
  by: Id,
  createdAt: Timestamp,
  expiresAt: Type.Optional(Timestamp),
  usesLeft: Type.Optional(Type.Integer()),
  revoked: Type.Boolean(),
})
export type Invitation = Static<typeof Invitation>

export const accountMethods = {
  'account.signIn': method({
    summary: 'Trades name and password for a token. Wrong ones are slow, and counted by name and address.',
    permission: 'open',
    params: { account: AccountName, password: Password },
    result: SignedIn,
  }),
  'account.create': method({
    summary: 'Makes an account by an invitation to this server.',
    permission: 'open',
    params: { invitation: Secret, account: AccountName, password: NewPassword, name: Type.Optional(DisplayName) },
    result: SignedIn,
  }),
  'account.renew': method({
    summary: 'A newer token of the own account, for session.refresh or a later hello.',
    permission: 'session',
    params: {},
    result: SignedIn,
  }),
  'account.setPassword': method({
    summary: 'Changes the own password; tokens given out before end.',
    permission: 'session',
    params: { password: Password, newPassword: NewPassword },
    result: SignedIn,
  }),
  'invitation.create': method({
    summary:
      'Makes an invitation. With `room`: into that room, by its moderators; without: to this server, by its admins.',
    permission: 'moderate',
    params: {
      room: Type.Optional(RoomName),
      role: Type.Optional(Role),
      seconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 31_536_000, default: 604_800 })),
      uses: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    },
    result: Type.Object({ invitation: Invitation, secret: Type.String({ description: 'Told only now' }) }),
  }),
  'invitation.list': method({
    summary: 'Invitations into a room, or to this server, newest first.',
    permission: 'moderate',
    params: { room: Type.Optional(RoomName) },
    result: Type.Object({ invitations: Type.Array(Invitation) }),
  }),
  'invitation.revoke': method({
    summary: 'Ends an invitation; who has come by it stays, with the role that it gave.',
    permission: 'moderate',
    params: { room: Type.Optional(RoomName), invitation: Id },
    result: Type.Object({}),
  }),
}
