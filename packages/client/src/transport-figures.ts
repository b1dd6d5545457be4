// The way to the server in one direction, between two samples of its statistics (https://www.w3.org/TR/webrtc-stats/). Pure.

import type { StatsEntry } from './api-stats.ts'
import { readNumber, readText } from './stats-values.ts'

/** How a side of the way was found (RFC 8445): its own address, one seen from outside, or a relay (TURN). */
export type CandidateType = 'host' | 'srflx' | 'prflx' | 'relay'

/** One direction of the media of a room, all its tracks together. */
export interface TransportFigures {
  readonly spanMs: number | undefined
  /** Everything that went either way, with headers, repairs and reports. */
  readonly sentBps: number | undefined
  readonly receivedBps: number | undefined
  /** What the browser thinks the way could carry; the incoming figure is rare. */
  readonly availableOutgoingBps: number | undefined
  readonly availableIncomingBps: number | undefined
  /** Of ICE's own checks, which go on every few seconds: the mean of those between the samples, or the last one. */
  readonly roundTripMs: number | undefined
  /** Between this device and the server, or the relay. TCP: UDP is blocked somewhere. */
  readonly protocol: 'udp' | 'tcp' | 'tls' | undefined
  readonly localCandidate: CandidateType | undefined
  readonly remoteCandidate: CandidateType | undefined
  /** `connected`, `disconnected` … (W3C: RTCDtlsTransportState). */
  readonly dtlsState: string | undefined
  readonly srtpCipher: string | undefined
}

/** Undefined while there is no way yet. */
export function transportFigures(
  before: readonly StatsEntry[],
  now: readonly StatsEntry[],
): TransportFigures | undefined {
  const transport = now.find(({ type }) => type === 'transport')
  const pair = selectedPair(now, transport)
  if (!transport && !pair) return undefined
  const counted = transport ?? pair
  const earlier = before.find(({ id }) => id === counted?.id)
  const spanMs = counted && earlier && counted.timestamp > earlier.timestamp ? counted.timestamp - earlier.timestamp : 0
  const bps = (name: string) => {
    const [from, to] = [readNumber(earlier, name), readNumber(counted, name)]
    return from === undefined || to === undefined || to < from || spanMs === 0
      ? undefined
      : ((to - from) * 8_000) / spanMs
  }
  const candidate = (name: string) => now.find(({ id }) => id === pair?.[name])
  const [local, remote] = [candidate('localCandidateId'), candidate('remoteCandidateId')]
  return {
    spanMs: spanMs === 0 ? undefined : spanMs,
    sentBps: bps('bytesSent'),
    receivedBps: bps('bytesReceived'),
    availableOutgoingBps: readNumber(pair, 'availableOutgoingBitrate'),
    availableIncomingBps: readNumber(pair, 'availableIncomingBitrate'),
    roundTripMs: roundTrip(
      pair,
      before.find(({ id }) => id === pair?.id),
    ),
    protocol: protocolOf(local, remote),
    localCandidate: candidateType(local),
    remoteCandidate: candidateType(remote),
    dtlsState: readText(transport, 'dtlsState'),
    srtpCipher: readText(transport, 'srtpCipher'),
  }
}

function selectedPair(now: readonly StatsEntry[], transport: StatsEntry | undefined): StatsEntry | undefined {
  const pairs = now.filter(({ type }) => type === 'candidate-pair')
  const selected = pairs.find(({ id }) => id === transport?.['selectedCandidatePairId'])
  // Firefox names it on the pair itself.
  return selected ?? pairs.find((pair) => pair['selected'] === true || (pair['nominated'] === true && isUp(pair)))
}

function isUp(pair: StatsEntry): boolean {
  return pair['state'] === 'succeeded'
}

function roundTrip(pair: StatsEntry | undefined, before: StatsEntry | undefined): number | undefined {
  const since = (name: string) => (readNumber(pair, name) ?? Number.NaN) - (readNumber(before, name) ?? Number.NaN)
  const [total, answers] = [since('totalRoundTripTime'), since('responsesReceived')]
  if (answers > 0 && total >= 0) return (total / answers) * 1_000
  const last = readNumber(pair, 'currentRoundTripTime')
  return last === undefined ? undefined : last * 1_000
}

/** A relay may be reached by another protocol than the one it relays by. */
function protocolOf(local: StatsEntry | undefined, remote: StatsEntry | undefined): TransportFigures['protocol'] {
  const said = readText(local, 'relayProtocol') ?? readText(local, 'protocol') ?? readText(remote, 'protocol')
  const protocol = said?.toLowerCase()
  return protocol === 'udp' || protocol === 'tcp' || protocol === 'tls' ? protocol : undefined
}

function candidateType(candidate: StatsEntry | undefined): CandidateType | undefined {
  const type = readText(candidate, 'candidateType')
  return type === 'host' || type === 'srflx' || type === 'prflx' || type === 'relay' ? type : undefined
}
