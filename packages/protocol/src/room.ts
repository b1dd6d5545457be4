// A place and who is in it.

import { type Static, Type } from 'typebox'
import { ChatMessage } from './chat.ts'
import { fact, method, own } from './declare.ts'
import { DisplayName, Epoch, Id, ParticipantKind, RoomName, Seq, Timestamp } from './fields.ts'
import { Media } from './media.ts'
import { RtpCapabilities } from './rtp.ts'
import { Track } from './track.ts'

export const Participant = Type.Object({
  id: Id,
  person: Id,
  name: DisplayName,
  kind: ParticipantKind,
  joinedAt: Timestamp,
  tracks: Type.Array(Track),
})
export type Participant = Static<typeof Participant>

/** Where a page ended; stays good when whoever stood there leaves. Absent: there is no more. */
const Cursor = Type.String({ maxLength: 20, description: 'Where the next page begins' })

export const LeaveReason = Type.Union([
  Type.Literal('left'),
  Type.Literal('disconnected'),
  Type.Literal('replaced'),
  Type.Literal('tokenExpired'),
  Type.Literal('removed'),
])
export type LeaveReason = Static<typeof LeaveReason>

export const RoomState = Type.Object({
  room: RoomName,
  epoch: Epoch,
  seq: Seq,
  participant: Id,
  participants: Type.Array(Participant, { description: 'The first 100, in order of joining' }),
  nextParticipants: Type.Optional(Cursor),
  participantCount: Type.Integer(),
  messages: Type.Array(ChatMessage, { description: 'The last ones, oldest first' }),
  moreMessages: Type.Boolean(),
  media: Media,
})
export type RoomState = Static<typeof RoomState>

export const roomMethods = {
  'room.join': method({
    summary: 'Enters a room, which opens if it was not there. Facts after `seq` follow this answer.',
    permission: 'join',
    params: {
      room: RoomName,
      name: Type.Optional(DisplayName),
      rtpCapabilities: Type.Optional(RtpCapabilities),
    },
    result: RoomState,
  }),
  'room.leave': method({
    summary: 'Leaves a room; leaving twice is no offence.',
    permission: 'session',
    params: { room: RoomName },
    result: Type.Object({}),
  }),
  'room.participants': method({
    summary: 'Reads the list of participants in order of joining.',
    permission: 'member',
    params: {
      room: RoomName,
      after: Type.Optional(Cursor),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
    },
    result: Type.Object({ participants: Type.Array(Participant), next: Type.Optional(Cursor) }),
  }),
}

export const roomNotifications = {
  'room.participantJoined': fact(
    'These came in, all of one tick together; a participant already known is the same one.',
    {
      participants: Type.Array(Participant),
    },
  ),
  'room.participantLeft': fact('These are gone, all of one tick together.', {
    participants: Type.Array(Type.Object({ id: Id, reason: LeaveReason })),
  }),
  'room.left': own(
    'This session is no longer in the room: another session of the person took its place, or it was ended.',
    {
      room: RoomName,
      reason: LeaveReason,
    },
  ),
  'room.closed': fact('The room has ended.', {}),
}
