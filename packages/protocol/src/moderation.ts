// Keeping order in a room: who is let in, who is heard, who is put out and stays out.

import { type Static, Type } from 'typebox'
import { method, own } from './declare.ts'
import { DisplayName, Id, Role, RoomName, Timestamp, TrackSource } from './fields.ts'

/** Who is kept out of a room, by whom and for how long. */
export const Ban = Type.Object({
  id: Id,
  person: Type.Optional(Id),
  name: Type.Optional(DisplayName),
  address: Type.Optional(Type.Boolean({ description: 'true: it holds for the address too, which is not told' })),
  by: Id,
  reason: Type.Optional(Type.String()),
  createdAt: Timestamp,
  endsAt: Type.Optional(Timestamp),
})
export type Ban = Static<typeof Ban>

/** What was done to somebody. */
const ModerationAct = Type.Union([
  Type.Literal('mute'),
  Type.Literal('setPublish'),
  Type.Literal('lowerHand'),
  Type.Literal('setRole'),
  Type.Literal('remove'),
  Type.Literal('ban'),
])

const Ids = Type.Array(Id, { minItems: 1, maxItems: 100 })

export const moderationMethods = {
  'lobby.admit': method({
    summary: 'Lets in who waits in the lobby.',
    permission: 'moderate',
    params: { room: RoomName, waiting: Ids },
    result: Type.Object({}),
  }),
  'lobby.deny': method({
    summary: 'Sends away who waits in the lobby.',
    permission: 'moderate',
    params: { room: RoomName, waiting: Ids },
    result: Type.Object({}),
  }),
  'participant.mute': method({
    summary: 'Mutes tracks of others; they may unmute them. Without `sources`: microphones.',
    permission: 'moderate',
    params: {
      room: RoomName,
      participants: Ids,
      sources: Type.Optional(Type.Array(TrackSource, { minItems: 1, maxItems: 4 })),
    },
    result: Type.Object({}),
  }),
  'participant.setPublish': method({
    summary: 'Says what a participant may publish here, within what its token grants; what it may not, ends.',
    permission: 'moderate',
    params: { room: RoomName, participant: Id, sources: Type.Array(TrackSource, { maxItems: 4 }) },
    result: Type.Object({}),
  }),
  'participant.remove': method({
    summary: 'Puts a participant out; it may come again.',
    permission: 'moderate',
    params: { room: RoomName, participant: Id },
    result: Type.Object({}),
  }),
  'participant.lowerHand': method({
    summary: 'Takes down the hand of another.',
    permission: 'moderate',
    params: { room: RoomName, participant: Id },
    result: Type.Object({}),
  }),
  'ban.add': method({
    summary: 'Puts a person out and keeps them out, in all their sessions; owners and moderators only by an owner.',
    permission: 'moderate',
    params: {
      room: RoomName,
      participant: Id,
      address: Type.Optional(Type.Boolean({ default: false, description: 'Also whoever comes from the same address' })),
      seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_153_600_000, description: 'Absent: for good' })),
      reason: Type.Optional(Type.String({ maxLength: 256 })),
    },
    result: Type.Object({ ban: Ban }),
  }),
  'ban.list': method({
    summary: 'Who is banned, newest first.',
    permission: 'moderate',
    params: { room: RoomName },
    result: Type.Object({ bans: Type.Array(Ban) }),
  }),
  'ban.lift': method({
    summary: 'Ends a ban.',
    permission: 'moderate',
    params: { room: RoomName, ban: Id },
    result: Type.Object({}),
  }),
}

export const moderationNotifications = {
  'participant.moderated': own(
    'Somebody who keeps order has done this to you. The facts say what holds now, and `room.left` follows where it puts you out.',
    {
      room: RoomName,
      act: ModerationAct,
      by: Id,
      name: DisplayName,
      sources: Type.Optional(
        Type.Array(TrackSource, { description: '`mute`: what was silenced; `setPublish`: what you may publish now' }),
      ),
      role: Type.Optional(Role),
      reason: Type.Optional(Type.String({ description: 'Of a ban, where one was given' })),
      endsAt: Type.Optional(Timestamp),
    },
  ),
}
