// One published audio or video, known by an id of ours that survives a change of topology.

import { type Static, Type } from 'typebox'
import { fact, method } from './declare.ts'
import { Id, RoomName, TrackEncryption, TrackKind, TrackSource } from './fields.ts'
import { RtpParameters } from './rtp.ts'

const Pixels = Type.Integer({ minimum: 1, maximum: 16_384, description: 'Of the full-size picture, as captured' })

export const Track = Type.Object({
  id: Id,
  kind: TrackKind,
  source: TrackSource,
  muted: Type.Boolean(),
  encryption: TrackEncryption,
  width: Type.Optional(Pixels),
  height: Type.Optional(Pixels),
})
export type Track = Static<typeof Track>

export const trackMethods = {
  'track.publish': method({
    summary: 'Publishes a track in a room; with `track` it carries an earlier one on over new transports.',
    permission: 'publish',
    params: {
      room: RoomName,
      track: Type.Optional(Id),
      kind: TrackKind,
      source: TrackSource,
      encryption: Type.Optional(TrackEncryption),
      muted: Type.Optional(Type.Boolean()),
      width: Type.Optional(Pixels),
      height: Type.Optional(Pixels),
      rtpParameters: RtpParameters,
    },
    result: Type.Object({ track: Id }),
  }),
  'track.setMuted': method({
    summary: 'Stops or resumes forwarding of an own track, and tells the others.',
    permission: 'member',
    params: { room: RoomName, track: Id, muted: Type.Boolean() },
    result: Type.Object({}),
  }),
  'track.unpublish': method({
    summary: 'Ends an own track.',
    permission: 'member',
    params: { room: RoomName, track: Id },
    result: Type.Object({}),
  }),
}

export const trackNotifications = {
  'track.published': fact('A participant published a track.', { participant: Id, track: Track }),
  'track.changed': fact('A track was muted or unmuted.', { participant: Id, track: Track }),
  'track.unpublished': fact('A track ended.', { participant: Id, track: Id }),
}
