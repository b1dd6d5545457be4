// What two ends must tell each other to exchange RTP: capabilities, parameters and transports, in the shapes of ORTC
// (https://draft.ortc.org), bounded so that a hostile peer cannot send a novel.

import { type Static, Type } from 'typebox'
import { Id, TrackKind } from './fields.ts'

const Token = Type.String({ minLength: 1, maxLength: 256 })
const PayloadType = Type.Integer({ minimum: 0, maximum: 127 })
const Ssrc = Type.Integer({ minimum: 0, maximum: 0xffff_ffff })
const Parameters = Type.Record(
  Type.String({ maxLength: 64 }),
  Type.Union([Type.String({ maxLength: 512 }), Type.Number()]),
  {
    maxProperties: 32,
  },
)
const RtcpFeedback = Type.Object({ type: Token, parameter: Type.Optional(Type.String({ maxLength: 64 })) })

export const RtpCapabilities = Type.Object({
  codecs: Type.Array(
    Type.Object({
      kind: TrackKind,
      mimeType: Token,
      clockRate: Type.Integer({ minimum: 1 }),
      channels: Type.Optional(Type.Integer({ minimum: 1, maximum: 8 })),
      preferredPayloadType: Type.Optional(PayloadType),
      parameters: Type.Optional(Parameters),
      rtcpFeedback: Type.Optional(Type.Array(RtcpFeedback, { maxItems: 32 })),
    }),
    { maxItems: 128 },
  ),
  headerExtensions: Type.Array(
    Type.Object({
      kind: TrackKind,
      uri: Token,
      preferredId: Type.Integer({ minimum: 1, maximum: 255 }),
      preferredEncrypt: Type.Optional(Type.Boolean()),
      direction: Type.Optional(Type.String({ maxLength: 16 })),
    }),
    { maxItems: 64 },
  ),
})
export type RtpCapabilities = Static<typeof RtpCapabilities>

export const RtpParameters = Type.Object({
  mid: Type.Optional(Type.String({ maxLength: 32 })),
  msid: Type.Optional(Type.String({ maxLength: 256 })),
  codecs: Type.Array(
    Type.Object({
      mimeType: Token,
      payloadType: PayloadType,
      clockRate: Type.Integer({ minimum: 1 }),
      channels: Type.Optional(Type.Integer({ minimum: 1, maximum: 8 })),
      parameters: Type.Optional(Parameters),
      rtcpFeedback: Type.Optional(Type.Array(RtcpFeedback, { maxItems: 32 })),
    }),
    { minItems: 1, maxItems: 16 },
  ),
  headerExtensions: Type.Optional(
    Type.Array(
      Type.Object({
        uri: Token,
        id: Type.Integer({ minimum: 1, maximum: 255 }),
        encrypt: Type.Optional(Type.Boolean()),
        parameters: Type.Optional(Parameters),
      }),
      { maxItems: 32 },
    ),
  ),
  encodings: Type.Optional(
    Type.Array(
      Type.Object({
        ssrc: Type.Optional(Ssrc),
        rid: Type.Optional(Type.String({ maxLength: 32 })),
        rtx: Type.Optional(Type.Object({ ssrc: Ssrc })),
        dtx: Type.Optional(Type.Boolean()),
        active: Type.Optional(Type.Boolean()),
        scalabilityMode: Type.Optional(Type.String({ maxLength: 32 })),
        scaleResolutionDownBy: Type.Optional(Type.Number({ minimum: 1 })),
        maxBitrate: Type.Optional(Type.Integer({ minimum: 0 })),
        maxFramerate: Type.Optional(Type.Number({ minimum: 0 })),
      }),
      { maxItems: 8 },
    ),
  ),
  rtcp: Type.Optional(
    Type.Object({
      cname: Type.Optional(Type.String({ maxLength: 256 })),
      reducedSize: Type.Optional(Type.Boolean()),
      mux: Type.Optional(Type.Boolean()),
    }),
  ),
})
export type RtpParameters = Static<typeof RtpParameters>

export const DtlsParameters = Type.Object({
  role: Type.Optional(Type.Union([Type.Literal('auto'), Type.Literal('client'), Type.Literal('server')])),
  fingerprints: Type.Array(
    Type.Object({
      algorithm: Type.Union([
        Type.Literal('sha-1'),
        Type.Literal('sha-224'),
        Type.Literal('sha-256'),
        Type.Literal('sha-384'),
        Type.Literal('sha-512'),
      ]),
      value: Type.String({ pattern: '^([0-9A-Fa-f]{2}:)+[0-9A-Fa-f]{2}$', maxLength: 255 }),
    }),
    { minItems: 1, maxItems: 8 },
  ),
})
export type DtlsParameters = Static<typeof DtlsParameters>

export const IceParameters = Type.Object({
  usernameFragment: Token,
  password: Token,
  iceLite: Type.Optional(Type.Boolean()),
})
export type IceParameters = Static<typeof IceParameters>

/** The server's side of one ICE/DTLS transport; a client answers with `transport.connect`. */
export const Transport = Type.Object({
  id: Id,
  iceParameters: IceParameters,
  iceCandidates: Type.Array(
    Type.Object({
      foundation: Token,
      priority: Type.Integer(),
      ip: Token,
      address: Token,
      protocol: Type.Union([Type.Literal('udp'), Type.Literal('tcp')]),
      port: Type.Integer({ minimum: 0, maximum: 65_535 }),
      type: Type.Union([Type.Literal('host'), Type.Literal('srflx'), Type.Literal('prflx'), Type.Literal('relay')]),
      tcpType: Type.Optional(Type.Literal('passive')),
    }),
  ),
  dtlsParameters: DtlsParameters,
  sctpParameters: Type.Optional(
    Type.Object({ port: Type.Integer(), OS: Type.Integer(), MIS: Type.Integer(), maxMessageSize: Type.Integer() }),
  ),
})
export type Transport = Static<typeof Transport>

/** One data channel (W3C RTCDataChannel) by its SCTP stream; without `ordered` and limits it is a reliable, ordered one. */
export const SctpStreamParameters = Type.Object({
  streamId: Type.Integer({ minimum: 0, maximum: 65_535 }),
  ordered: Type.Optional(Type.Boolean()),
  maxPacketLifeTime: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 })),
  maxRetransmits: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
})
export type SctpStreamParameters = Static<typeof SctpStreamParameters>

/** RFC 8835 / W3C RTCIceServer. */
export const IceServer = Type.Object({
  urls: Type.Array(Type.String({ maxLength: 256 }), { minItems: 1 }),
  username: Type.Optional(Type.String()),
  credential: Type.Optional(Type.String()),
})
export type IceServer = Static<typeof IceServer>
