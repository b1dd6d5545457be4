// How media reaches a participant: a union by topology, rebuilt when the topology changes or its carrier is lost.

import { type Static, Type } from 'typebox'
import { fact, method, own, passing } from './declare.ts'
import { Id, RoomName, TrackKind, TrackSource } from './fields.ts'
import { DtlsParameters, IceParameters, RtpParameters, Transport } from './rtp.ts'

/** Rises each time the participants' transports are thrown away and offered anew. */
const MediaEpoch = Type.Integer({ minimum: 1 })

export const SfuMedia = Type.Object({
  topology: Type.Literal('sfu'),
  epoch: MediaEpoch,
  send: Transport,
  receive: Transport,
})
/** Nothing carries media now: the server has no media workers, or they are away; `media.opened` follows when one is there. */
export const NoMedia = Type.Object({ topology: Type.Literal('none'), epoch: Type.Integer({ minimum: 0 }) })

/** A client meets a topology that it does not know by treating it as `none`. */
export const Media = Type.Union([SfuMedia, NoMedia])
export type SfuMedia = Static<typeof SfuMedia>
export type Media = Static<typeof Media>

/** One participant receiving one track. */
export const Subscription = Type.Object({
  id: Id,
  track: Id,
  kind: TrackKind,
  rtpParameters: RtpParameters,
})
export type Subscription = Static<typeof Subscription>

export const View = Type.Object({
  track: Id,
  width: Type.Integer({ minimum: 0, maximum: 16_384, description: 'Pixels of the screen it fills' }),
  height: Type.Integer({ minimum: 0, maximum: 16_384 }),
  priority: Type.Optional(Type.Integer({ minimum: 1, maximum: 255, default: 1 })),
})
export type View = Static<typeof View>

export const mediaMethods = {
  'transport.connect': method({
    summary: 'Gives the client’s DTLS fingerprints of one transport; need not be waited for.',
    permission: 'member',
    params: { room: RoomName, transport: Id, dtlsParameters: DtlsParameters },
    result: Type.Object({}),
  }),
  'room.view': method({
    summary: 'Says which video tracks are on screen and how large; all others are paused. Replaces the earlier view.',
    permission: 'subscribe',
    params: { room: RoomName, view: Type.Array(View, { maxItems: 100 }) },
    result: Type.Object({}),
  }),
  'subscription.ready': method({
    summary: 'The client can receive these subscriptions now; packets start with a key frame. Gets no answer.',
    permission: 'subscribe',
    params: { room: RoomName, subscriptions: Type.Array(Id, { maxItems: 1000 }) },
    result: null,
  }),
}

export const restartMethods = {
  'transport.restartIce': method({
    summary: 'Gives one transport new ICE credentials, after the client’s address has changed (RFC 8445 §9).',
    permission: 'member',
    params: { room: RoomName, transport: Id },
    result: Type.Object({ iceParameters: IceParameters }),
  }),
}

export const mediaNotifications = {
  'room.topologyChanged': fact(
    'Media of the room moved; each participant gets `media.opened` with its new transports.',
    {
      topology: Type.Union([Type.Literal('mesh'), Type.Literal('relay'), Type.Literal('sfu'), Type.Literal('none')]),
      mediaEpoch: Type.Integer({ minimum: 0 }),
      reason: Type.Union([Type.Literal('workerDied'), Type.Literal('size'), Type.Literal('moderator')]),
    },
  ),
  'media.opened': own('New transports in place of the old ones: publish the own tracks again by their ids.', {
    room: RoomName,
    media: Media,
  }),
  'subscription.opened': own('Tracks that this session now receives, all of one tick together.', {
    room: RoomName,
    mediaEpoch: MediaEpoch,
    subscriptions: Type.Array(Subscription),
  }),
  'subscription.closed': own('Subscriptions that ended, all of one tick together.', {
    room: RoomName,
    subscriptions: Type.Array(Id),
  }),
  'subscription.layersChanged': passing('Another spatial or temporal layer is forwarded now.', {
    room: RoomName,
    subscription: Id,
    spatialLayer: Type.Union([Type.Integer(), Type.Null()]),
    temporalLayer: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  }),
  'room.speaking': passing('Who is loudest now, loudest first; empty: silence.', {
    room: RoomName,
    speakers: Type.Array(
      Type.Object({ participant: Id, source: TrackSource, level: Type.Number({ description: 'dBov, −127…0' }) }),
    ),
  }),
}

export const demandNotifications = {
  'track.demanded': own(
    'How large the own tracks of this session are looked at, all of one tick together: what nobody needs need not be sent.',
    {
      room: RoomName,
      tracks: Type.Array(
        Type.Object({ track: Id, height: Type.Integer({ minimum: 0, description: 'Pixels; 0: nobody looks' }) }),
      ),
    },
  ),
  'room.quality': passing('How well participants are connected, where that has changed.', {
    room: RoomName,
    participants: Type.Array(
      Type.Object({ id: Id, score: Type.Integer({ minimum: 0, maximum: 10, description: '10: nothing is lost' }) }),
    ),
  }),
}
