// One device of a person and how it makes itself known.

import { type Static, Type } from 'typebox'
import { method, own } from './declare.ts'
import { DisplayName, Epoch, Id, RoomName, Secret, Seq, Timestamp, TrackSource } from './fields.ts'
import { Subscription } from './media.ts'
import { LeaveReason, RoomState } from './room.ts'
import { IceServer, RtpCapabilities } from './rtp.ts'

const Token = Type.String({ minLength: 1, maxLength: 8192 })
const CapabilityNames = Type.Array(Type.String({ maxLength: 64 }), { maxItems: 64 })

/** What a person may do; `room: null` means in any room. */
export const Grants = Type.Object({
  room: Type.Union([RoomName, Type.Null()]),
  join: Type.Boolean(),
  publish: Type.Array(TrackSource, { description: 'What may be published; empty: nothing' }),
  subscribe: Type.Boolean(),
  chat: Type.Boolean(),
  data: Type.Boolean({ description: 'room.data' }),
  create: Type.Boolean({ description: 'Found rooms, and own what one has founded' }),
  moderate: Type.Boolean({ description: 'Moderate in the rooms that `room` names, whatever the role there' }),
  admin: Type.Boolean({ description: 'Run this server: own every room, invite people' }),
})
export type Grants = Static<typeof Grants>

/** Who somebody is, in every session and room. */
export const Person = Type.Object({
  id: Id,
  name: DisplayName,
  guest: Type.Boolean({ description: 'true: known only by the signed guest id that the client keeps' }),
})
export type Person = Static<typeof Person>

/** Of a room that the session was in when its socket was lost. */
const Resumed = Type.Union([
  Type.Object({
    room: RoomName,
    outcome: Type.Literal('replayed', { description: 'The facts that were missed follow, as they would have come' }),
  }),
  Type.Object({
    room: RoomName,
    outcome: Type.Literal('snapshot', { description: 'Too much was missed: this is how it is now' }),
    state: RoomState,
    subscriptions: Type.Array(Subscription, {
      description: 'All that are open, over the transports of `state.media`; others that the client knows are not',
    }),
  }),
  Type.Object({ room: RoomName, outcome: Type.Literal('gone'), reason: LeaveReason }),
])
export type Resumed = Static<typeof Resumed>

export const sessionMethods = {
  'session.hello': method({
    summary: 'The first call on a socket: who speaks, and what both sides can do.',
    permission: 'open',
    params: {
      protocol: Type.Integer({ minimum: 1, description: 'The protocol version the client speaks' }),
      client: Type.Object({ name: Type.String({ maxLength: 64 }), version: Type.String({ maxLength: 32 }) }),
      capabilities: CapabilityNames,
      token: Type.Optional(Token),
      guest: Type.Optional(Type.String({ maxLength: 256, description: 'The signed guest id of an earlier hello' })),
      invitation: Type.Optional(Secret),
      name: Type.Optional(DisplayName),
    },
    result: Type.Object({
      session: Id,
      person: Person,
      guest: Type.Optional(Type.String({ description: 'Keep it: it makes the next hello the same guest' })),
      grants: Grants,
      expiresAt: Type.Optional(Timestamp),
      protocol: Type.Integer(),
      server: Type.Object({ name: Type.String(), version: Type.String(), node: Type.String() }),
      capabilities: CapabilityNames,
      rtpCapabilities: RtpCapabilities,
      iceServers: Type.Array(IceServer),
      resumeToken: Type.Optional(
        Type.String({
          description: 'Carries the session on over a new socket: session.resume. Given to clients that list `resume`',
        }),
      ),
      graceMs: Type.Integer({ description: 'How long this session is kept without a socket; 0: not at all' }),
      heartbeatMs: Type.Integer({ description: 'Silence after which a side should ask whether the other still lives' }),
      maxMessageBytes: Type.Integer(),
    }),
  }),
  'session.refresh': method({
    summary: 'Replaces the token of a live session by a newer one of the same person.',
    permission: 'session',
    params: { token: Token },
    result: Type.Object({ grants: Grants, expiresAt: Type.Optional(Timestamp) }),
  }),
  'session.ping': method({
    summary: 'Asks whether the server still lives; browsers cannot see WebSocket pings.',
    permission: 'session',
    params: {},
    result: Type.Object({ at: Timestamp }),
  }),
}

export const resumeMethods = {
  'session.resume': method({
    summary: 'In place of hello: a new socket carries on the session whose socket was lost. The newest socket wins.',
    permission: 'open',
    params: {
      resumeToken: Secret,
      received: Type.Integer({
        minimum: 0,
        description:
          'How many notifications have arrived in this session, over all its sockets; own ones after them follow again',
      }),
      rooms: Type.Array(Type.Object({ room: RoomName, epoch: Epoch, seq: Seq }), {
        maxItems: 64,
        description: 'What the client knows of each room that it is in; one that it does not name is left',
      }),
    },
    result: Type.Object({
      session: Id,
      grants: Grants,
      expiresAt: Type.Optional(Timestamp),
      rooms: Type.Array(Resumed),
      iceServers: Type.Array(IceServer),
    }),
  }),
  'session.end': method({
    summary: 'Ends the session at once, so that others need not wait whether it comes back. Gets no answer.',
    permission: 'session',
    params: {},
    result: null,
  }),
}

export const sessionNotifications = {
  'session.tokenExpiring': own('The token ends soon; call session.refresh or the socket is closed then.', {
    expiresAt: Timestamp,
  }),
  'session.draining': own(
    'The server is about to stop: the socket will be closed with 1001; come back after a pause.',
    {
      withinMs: Type.Integer(),
    },
  ),
}
