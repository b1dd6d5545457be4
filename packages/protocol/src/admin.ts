// Running a server: how it does, who is on it, and what only its administrators may do.

import { type Static, Type } from 'typebox'
import { method } from './declare.ts'
import { AccountName, DisplayName, Id, NewPassword, RoomName, Secret, Timestamp } from './fields.ts'
import { Ban } from './moderation.ts'
import { RoomInfo } from './settings.ts'

/** Where a page ended; what is gone meanwhile does no harm. Absent: there is no more. */
/** Where it is a name, that is compared as NFKC, which makes up to 18 characters of one (UAX #15). */
const Cursor = Type.String({ maxLength: 1_200, description: 'Where the next page begins' })
const Search = Type.Optional(Type.String({ maxLength: 128 }))
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 }))
const page = { search: Search, after: Type.Optional(Cursor), limit: Limit }

/** Counters rise from the start of the server on; what lies between two answers is the rate. */
export const ServerStats = Type.Object({
  version: Type.String(),
  node: Type.String({ description: 'This process; another one after each start' }),
  uptimeSeconds: Type.Number(),
  notReady: Type.Array(Type.String(), { description: 'Why it should get no new work now: draining, store, media' }),
  connections: Type.Integer({ description: 'Open WebSockets' }),
  totalConnections: Type.Integer(),
  sessions: Type.Integer(),
  rooms: Type.Integer({ description: 'Open ones' }),
  participants: Type.Integer(),
  tracks: Type.Integer(),
  subscriptions: Type.Integer(),
  store: Type.Object({ kind: Type.String(), available: Type.Boolean() }),
  messages: Type.Object(
    { sentBytes: Type.Number(), receivedBytes: Type.Number() },
    { description: 'Over WebSockets, without media' },
  ),
  network: Type.Optional(
    Type.Object(
      { sentBytes: Type.Number(), receivedBytes: Type.Number() },
      { description: 'Of all programs of this machine, media among them; where the system tells (Linux)' },
    ),
  ),
  eventLoop: Type.Object({
    busySeconds: Type.Number({ description: 'A counter; its rate is 1 when there is no time left' }),
    lagMs: Type.Number({ description: 'The 99th percentile of the last seconds: how late timers were' }),
    longestLagMs: Type.Number(),
  }),
  process: Type.Object({
    rssBytes: Type.Number(),
    heapUsedBytes: Type.Number(),
    cpuSeconds: Type.Number({ description: 'A counter' }),
  }),
  machine: Type.Object({ cores: Type.Integer(), memoryBytes: Type.Number(), freeMemoryBytes: Type.Number() }),
  workers: Type.Array(
    Type.Object({
      index: Type.Integer(),
      alive: Type.Boolean(),
      pid: Type.Optional(Type.Integer()),
      port: Type.Integer(),
      routers: Type.Integer(),
      transports: Type.Integer(),
      consumers: Type.Integer(),
      pipes: Type.Integer(),
      cpuSeconds: Type.Number({ description: 'A counter' }),
      restarts: Type.Integer(),
    }),
    { description: 'Those that forward media, one core each' },
  ),
})
export type ServerStats = Static<typeof ServerStats>

/** A session as those see it who run the server. */
export const SessionInfo = Type.Object({
  id: Id,
  person: Id,
  name: DisplayName,
  guest: Type.Boolean(),
  admin: Type.Boolean(),
  client: Type.String({ description: 'What the client calls itself' }),
  network: Type.String({ description: 'Where it comes from, shortened: an IPv4 /24, an IPv6 /48' }),
  since: Timestamp,
  connected: Type.Boolean({ description: 'false: its socket is lost, and it is expected back' }),
  rooms: Type.Array(RoomName, { description: 'In which it is' }),
})
export type SessionInfo = Static<typeof SessionInfo>

/** Somebody with a password on this server. */
export const Account = Type.Object({
  id: Id,
  account: AccountName,
  name: DisplayName,
  admin: Type.Boolean(),
  createdAt: Timestamp,
  sessions: Type.Integer({ description: 'As which it is here now' }),
})
export type Account = Static<typeof Account>

/** A room in which somebody is, or was a moment ago. */
export const OpenRoom = Type.Object({ ...RoomInfo.properties, trackCount: Type.Integer() })
export type OpenRoom = Static<typeof OpenRoom>

export const adminMethods = {
  'server.stats': method({
    summary: 'How the server does: the figures of /stats.',
    permission: 'admin',
    params: {},
    result: ServerStats,
  }),
  'room.listOpen': method({
    summary: 'Rooms that are open, those with most people first; the first `limit` of `total`.',
    permission: 'admin',
    params: { search: Search, limit: Limit },
    result: Type.Object({ rooms: Type.Array(OpenRoom), total: Type.Integer() }),
  }),
  'room.close': method({
    summary: 'Puts all out of a room. Everything that is kept of it stays, and it opens anew for whoever comes.',
    permission: 'admin',
    params: { room: RoomName },
    result: Type.Object({ participants: Type.Integer({ description: 'Who were put out' }) }),
  }),
  'session.list': method({
    summary: 'Sessions on this server, newest first; of one room, where it is named.',
    permission: 'admin',
    params: { ...page, room: Type.Optional(RoomName) },
    result: Type.Object({ sessions: Type.Array(SessionInfo), next: Type.Optional(Cursor), total: Type.Integer() }),
  }),
  'session.close': method({
    summary:
      'Puts a session out of the server, with close code 4505 and the reason; its client does not come back by itself.',
    permission: 'admin',
    params: {
      session: Id,
      reason: Type.Optional(
        Type.String({ maxLength: 120, description: 'What the person is told, cut after 120 bytes' }),
      ),
    },
    result: Type.Object({}),
  }),
  'account.list': method({
    summary: 'People with an account here, by the name that they sign in with.',
    permission: 'admin',
    params: page,
    result: Type.Object({ accounts: Type.Array(Account), next: Type.Optional(Cursor) }),
  }),
  'account.setAdmin': method({
    summary: 'Makes an account one that runs this server, or an ordinary one; its sessions too, at once.',
    permission: 'admin',
    params: { account: Id, admin: Type.Boolean() },
    result: Type.Object({}),
  }),
  'account.remove': method({
    summary: 'Ends an account and its sessions. What it has written stays.',
    permission: 'admin',
    params: { account: Id },
    result: Type.Object({}),
  }),
  'account.offerReset': method({
    summary: 'Makes a secret with which somebody sets a new password for their account, once, within a day.',
    permission: 'admin',
    params: { account: Id },
    result: Type.Object({ secret: Type.String({ description: 'Told only now' }), expiresAt: Timestamp }),
  }),
  'account.resetPassword': method({
    summary: 'Sets a new password by a secret of `account.offerReset`; tokens given out before end.',
    permission: 'open',
    params: { secret: Secret, newPassword: NewPassword },
    result: Type.Object({ token: Type.String(), expiresAt: Timestamp, person: Id, name: DisplayName }),
  }),
  'ban.listAll': method({
    summary: 'Who is banned from any room, newest first. `ban.lift` ends a ban.',
    permission: 'admin',
    params: page,
    result: Type.Object({
      bans: Type.Array(Type.Object({ room: RoomName, ...Ban.properties })),
      next: Type.Optional(Cursor),
    }),
  }),
}
