// The codecs and RTP header extensions that a Parley room can carry: our table, whatever forwards the packets.

export interface Codec {
  readonly kind: 'audio' | 'video'
  /** IANA media type. */
  readonly mimeType: string
  readonly clockRate: number
  readonly channels?: number
  readonly parameters?: Readonly<Record<string, string | number>>
}

/** In the order in which a publisher should prefer them where it has no reason of its own. */
export const codecs: readonly Codec[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: { useinbandfec: 1, usedtx: 1 } },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0 } },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
  { kind: 'video', mimeType: 'video/AV1', clockRate: 90_000 },
]

/** The header extensions of every track, by what they are for. */
export const headerExtensions = {
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  rid: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  repairedRid: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  transportCc: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  absSendTime: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  audioLevel: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  absCaptureTime: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  dependencyDescriptor: 'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
} as const

/** Simulcast rungs, smallest first: 360p, 720p, 1080p. Browsers ramp up in the order given here. */
export const simulcastLadder = [
  { rid: 'q', height: 360, maxBitrateBps: 200_000 },
  { rid: 'h', height: 720, maxBitrateBps: 800_000 },
  { rid: 'f', height: 1080, maxBitrateBps: 1_500_000 },
] as const
