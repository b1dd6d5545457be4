// A place and who is in it.

import { type Static, Type } from 'typebox'
import { ChatMessage } from './chat.ts'
import { fact, method, own } from './declare.ts'
import {
  DisplayName,
  Epoch,
  Id,
  ParticipantKind,
  Password,
  Role,
  RoomName,
  Seq,
  Timestamp,
  TrackSource,
} from './fields.ts'
import { Media } from './media.ts'
import { RtpCapabilities } from './rtp.ts'
import { RoomInfo } from './settings.ts'
import { Track } from './track.ts'

export const Participant = Type.Object({
  id: Id,
  person: Id,
  name: DisplayName,
  kind: ParticipantKind,
  joinedAt: Timestamp,
  role: Role,
  publish: Type.Array(TrackSource, { description: 'What it may publish here now' }),
  handRaisedAt: Type.Optional(Timestamp),
  reconnecting: Type.Boolean({ description: 'Its socket is lost; it is expected back' }),
  tracks: Type.Array(Track),
})
export type Participant = Static<typeof Participant>

/** Where a page ended; stays good when whoever stood there leaves. Absent: there is no more. */
const Cursor = Type.String({ maxLength: 20, description: 'Where the next page begins' })

/** Why somebody is no longer in a room. */
export const LeaveReason = Type.Union([
  Type.Literal('left'),
  Type.Literal('disconnected'),
  Type.Literal('replaced'),
  Type.Literal('tokenExpired'),
  Type.Literal('removed'),
  Type.Literal('banned'),
  Type.Literal('closed'),
])
export type LeaveReason = Static<typeof LeaveReason>

/** Somebody in the lobby of a room. */
export const Waiting = Type.Object({
  id: Id,
  person: Id,
  name: DisplayName,
  since: Timestamp,
})
export type Waiting = Static<typeof Waiting>

export const RoomState = Type.Object({
  room: RoomName,
  epoch: Epoch,
  seq: Seq,
  participant: Id,
  info: RoomInfo,
  participants: Type.Array(Participant, { description: 'The first 100, in order of joining' }),
  nextParticipants: Type.Optional(Cursor),
  participantCount: Type.Integer(),
  messages: Type.Array(ChatMessage, { description: 'The last ones, oldest first' }),
  moreMessages: Type.Boolean(),
  unread: Type.Integer({ description: 'Messages of others since what this person has read; 1000 stands for more' }),
  readUpTo: Type.Integer({ description: 'Id of the last message that this person has read; 0: none' }),
  lobby: Type.Optional(Type.Array(Waiting, { description: 'Who waits to be let in; for moderators' })),
  media: Media,
})
export type RoomState = Static<typeof RoomState>

export const roomMethods = {
  'room.join': method({
    summary:
      'Enters a room, which opens if it was not there. Facts after `seq` follow this answer. ' +
      'Refused with `room.waiting`, the caller is in the lobby: `room.admitted` or `room.denied` will follow.',
    permission: 'join',
    params: {
      room: RoomName,
      name: Type.Optional(DisplayName),
      password: Type.Optional(Password),
      rtpCapabilities: Type.Optional(RtpCapabilities),
    },
    result: RoomState,
  }),
  'room.leave': method({
    summary: 'Leaves a room, or its lobby; leaving twice is no offence.',
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
    'These came in: all of one tick together, in rooms of more than 50 all of up to 250 ms. A participant already known is the same one.',
    {
      participants: Type.Array(Participant),
    },
  ),
  'room.participantLeft': fact('These are gone, gathered as those who came in.', {
    participants: Type.Array(Type.Object({ id: Id, reason: LeaveReason })),
  }),
  'room.left': own(
    'This session is no longer in the room: another session of the person took its place, or it was put out.',
    {
      room: RoomName,
      reason: LeaveReason,
    },
  ),
  'room.closed': fact('The room has ended.', {}),
}

export const lobbyNotifications = {
  'room.admitted': own('Somebody lets you in: join now.', { room: RoomName }),
  'room.denied': own('Nobody lets you in.', { room: RoomName }),
  'room.lobbyChanged': own('Who waits in the lobby now; told to moderators.', {
    room: RoomName,
    waiting: Type.Array(Waiting),
  }),
}

export const presenceFacts = {
  'room.participantChanged': fact(
    'These have another role, other rights, a hand raised, or a socket lost or found again.',
    {
      participants: Type.Array(Type.Omit(Participant, ['tracks'])),
    },
  ),
}
