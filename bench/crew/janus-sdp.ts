// The SDP that Janus and a pipe of the lab tell each other: what is ours as text, and what is Janus's as parameters.

import type { ServerParameters } from '../../packages/lab/src/rtc/offer.ts'

export interface Line {
  readonly kind: 'audio' | 'video'
  readonly mid: string
  readonly payloadType: number
  readonly codec: string
  readonly feedback: readonly string[]
  /** Of who sends. */
  readonly ssrc?: number
}

const congestion = ['transport-cc']
export const audio = {
  kind: 'audio',
  payloadType: 111,
  codec: 'opus/48000/2',
  clockRate: 48_000,
  feedback: congestion,
  ssrc: 2_222,
} as const
export const video = {
  kind: 'video',
  payloadType: 96,
  codec: 'VP8/90000',
  clockRate: 90_000,
  feedback: ['nack', 'nack pli', ...congestion],
  ssrc: 1_111,
} as const
export const extensions = { mid: 1, absSendTime: 4, transportCc: 5 }

/** What Janus must know of a pipe. */
interface Ours {
  readonly ufrag: string
  readonly password: string
  readonly fingerprint: string
}

/** `passive`: Janus begins DTLS. No candidates: it learns our address from our checks. */
export function sessionSdp(direction: 'sendonly' | 'recvonly', ours: Ours, lines: readonly Line[]): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${lines.map(({ mid }) => mid).join(' ')}`,
    ...lines.flatMap((line) => sectionOf(line, direction, ours)),
    '',
  ].join('\r\n')
}

function sectionOf({ kind, mid, payloadType, codec, feedback, ssrc }: Line, direction: string, ours: Ours) {
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    `a=${direction}`,
    `a=rtpmap:${payloadType} ${codec}`,
    ...feedback.map((each) => `a=rtcp-fb:${payloadType} ${each}`),
    `a=extmap:${extensions.mid} urn:ietf:params:rtp-hdrext:sdes:mid`,
    `a=extmap:${extensions.absSendTime} http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time`,
    `a=extmap:${extensions.transportCc} http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01`,
    `a=ice-ufrag:${ours.ufrag}`,
    `a=ice-pwd:${ours.password}`,
    `a=fingerprint:sha-256 ${ours.fingerprint}`,
    'a=setup:passive',
    'a=rtcp-mux',
    ...(ssrc === undefined ? [] : [`a=ssrc:${ssrc} cname:bench`]),
  ]
}

/** @throws {TypeError} something is missing */
export function serverOf(sdp: string): ServerParameters {
  const find = (name: string, pattern: RegExp) => {
    const found = pattern.exec(sdp)?.[1]
    if (found === undefined) throw new TypeError(`Janus told no ${name}`)
    return found
  }
  const [address = '', port] = find('candidate', /^a=candidate:\S+ 1 udp \d+ ([\d.]+ \d+) typ host/im).split(' ')
  return {
    iceParameters: {
      usernameFragment: find('ufrag', /^a=ice-ufrag:(\S+)/m),
      password: find('password', /^a=ice-pwd:(\S+)/m),
      iceLite: true,
    },
    iceCandidates: [
      { foundation: '1', priority: 1, address, ip: address, port: Number(port), protocol: 'udp', type: 'host' },
    ],
    dtlsParameters: {
      role: 'client',
      fingerprints: [{ algorithm: 'sha-256', value: find('fingerprint', /^a=fingerprint:sha-256 (\S+)/m) }],
    },
  }
}
