// The SDP that Janus and a pipe of the lab tell each other: what is ours as text, and what is Janus's as parameters.

import { headerExtensions } from '@parley/protocol'
import type { ServerParameters } from '../../packages/lab/src/rtc/offer.ts'
import type { ExtensionIds } from '../../packages/lab/src/rtp/packet-template.ts'

export interface Line {
  readonly kind: 'audio' | 'video'
  readonly mid: string
  readonly ssrc: number
  readonly extensions: ExtensionIds
}

const congestion = ['transport-cc']
export const codecs = {
  audio: { payloadType: 111, name: 'opus/48000/2', clockRate: 48_000, feedback: congestion },
  video: { payloadType: 96, name: 'VP8/90000', clockRate: 90_000, feedback: ['nack', 'nack pli', ...congestion] },
} as const
/** Of what we offer; Janus offers numbers of its own. */
export const ourExtensions = { mid: 1, absSendTime: 4, transportCc: 5 }
const extensionNames = ['mid', 'absSendTime', 'transportCc'] as const

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

function sectionOf({ kind, mid, ssrc, extensions }: Line, direction: 'sendonly' | 'recvonly', ours: Ours): string[] {
  const { payloadType, name, feedback } = codecs[kind]
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    `a=${direction}`,
    `a=rtpmap:${payloadType} ${name}`,
    ...feedback.map((each) => `a=rtcp-fb:${payloadType} ${each}`),
    ...extensionNames.flatMap((each) => {
      return extensions[each] === undefined ? [] : [`a=extmap:${extensions[each]} ${headerExtensions[each]}`]
    }),
    `a=ice-ufrag:${ours.ufrag}`,
    `a=ice-pwd:${ours.password}`,
    `a=fingerprint:sha-256 ${ours.fingerprint}`,
    'a=setup:passive',
    'a=rtcp-mux',
    ...(direction === 'sendonly' ? [`a=ssrc:${ssrc} cname:bench`] : []),
  ]
}

/** What Janus will send, by its offer. */
export function linesOf(offer: string): Line[] {
  return offer.split(/^(?=m=)/m).flatMap((section): Line[] => {
    const kind = /^m=(audio|video) /.exec(section)?.[1]
    const mid = /^a=mid:(\S+)/m.exec(section)?.[1]
    const ssrc = Number(/^a=ssrc:(\d+) /m.exec(section)?.[1])
    if ((kind !== 'audio' && kind !== 'video') || mid === undefined) return []
    return [{ kind, mid, ssrc, extensions: extensionsOf(section) }]
  })
}

function extensionsOf(section: string): ExtensionIds {
  const uris = new Map([...section.matchAll(/^a=extmap:(\d+)\S* (\S+)/gm)].map(([, id, uri]) => [uri, Number(id)]))
  return Object.fromEntries(extensionNames.map((each) => [each, uris.get(headerExtensions[each])]))
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
