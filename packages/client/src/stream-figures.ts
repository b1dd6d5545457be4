// One RTP stream between two samples of its statistics (https://www.w3.org/TR/webrtc-stats/). Pure.

import type { StatsEntry } from './api-stats.ts'
import { readDuration, readNumber, readText } from './stats-values.ts'

/** Why an encoder gives less than it was asked for (W3C: qualityLimitationReason). */
export type Limitation = 'none' | 'cpu' | 'bandwidth' | 'other'

/** Counts and shares are those between the samples; undefined: the browser does not say, or there is no sample before. */
export interface StreamFigures {
  /** Of the `outbound-rtp` or `inbound-rtp` entry. */
  readonly id: string
  readonly direction: 'send' | 'receive'
  /** As IANA names it, such as `video/VP8`. */
  readonly codec: string | undefined
  /** Which of several sizes (simulcast). */
  readonly rid: string | undefined
  /** Which layers stand in it (https://www.w3.org/TR/webrtc-svc/), such as `L1T3`. */
  readonly scalabilityMode: string | undefined
  /** False: this size is switched off, because nobody looks at it. */
  readonly active: boolean
  readonly bitrateBps: number | undefined
  readonly targetBitrateBps: number | undefined
  readonly packets: number
  readonly packetsLost: number
  /** `packetsLost` of so many. */
  readonly packetsExpected: number
  /** 0–1, before repair: what is sent again counts as lost. */
  readonly lossShare: number | undefined
  readonly jitterMs: number | undefined
  readonly roundTripMs: number | undefined
  readonly width: number | undefined
  readonly height: number | undefined
  readonly framesPerSecond: number | undefined
  readonly limitedBy: Limitation | undefined
  /** The share of the time, 0–1, that the encoder was held back by this. */
  readonly limitedByCpu: number | undefined
  readonly limitedByBandwidth: number | undefined
  /** Requests to send packets again, for a whole picture, and for a whole picture by a mixer. */
  readonly nackCount: number
  readonly pliCount: number
  readonly firCount: number
  readonly freezeCount: number
  readonly frozenMs: number
  readonly keyFrames: number
  /** How long sound and pictures wait to be played smoothly. */
  readonly bufferMs: number | undefined
  /** The share of the sound, 0–1, that had to be invented, without silence. */
  readonly concealedShare: number | undefined
  /** To encode or decode one picture. */
  readonly codingMs: number | undefined
}

/** @param before of the same track, or nothing */
export function streamFigures(entries: readonly StatsEntry[], before: readonly StatsEntry[]): StreamFigures[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const byIdBefore = new Map(before.map((entry) => [entry.id, entry]))
  return entries
    .filter(({ type }) => type === 'outbound-rtp' || type === 'inbound-rtp')
    .map((stream) => figures(stream, byIdBefore.get(stream.id), byId, byIdBefore))
    .sort((a, b) => (a.height ?? 0) - (b.height ?? 0) || (a.rid ?? '').localeCompare(b.rid ?? ''))
}

type ById = ReadonlyMap<string, StatsEntry>

function figures(now: StatsEntry, before: StatsEntry | undefined, byId: ById, byIdBefore: ById): StreamFigures {
  const direction = now.type === 'outbound-rtp' ? 'send' : 'receive'
  // What the other side says of what we send; of what we receive we know best ourselves.
  const remoteId = direction === 'send' ? (readText(now, 'remoteId') ?? '') : now.id
  const [far, farBefore] = [byId.get(remoteId), byIdBefore.get(remoteId)]
  const spanMs = before && now.timestamp > before.timestamp ? now.timestamp - before.timestamp : undefined
  const since = (name: string) => grown(readNumber(before, name), readNumber(now, name))
  const bytes = since(direction === 'send' ? 'bytesSent' : 'bytesReceived')
  const packets = since(direction === 'send' ? 'packetsSent' : 'packetsReceived') ?? 0
  const lost = grown(readNumber(farBefore, 'packetsLost'), readNumber(far, 'packetsLost'))
  const packetsLost = Math.max(0, lost ?? 0)
  const packetsExpected = direction === 'send' ? packets : packets + packetsLost
  const frames = since(direction === 'send' ? 'framesEncoded' : 'framesDecoded')
  const invented = ratio(
    minus(since('concealedSamples'), since('silentConcealedSamples')),
    since('totalSamplesReceived'),
  )
  return {
    id: now.id,
    direction,
    codec: readText(byId.get(readText(now, 'codecId') ?? ''), 'mimeType'),
    rid: readText(now, 'rid'),
    scalabilityMode: readText(now, 'scalabilityMode'),
    active: now['active'] !== false,
    bitrateBps: bytes === undefined || spanMs === undefined ? undefined : Math.max(0, (bytes * 8_000) / spanMs),
    targetBitrateBps: readNumber(now, 'targetBitrate'),
    packets,
    packetsLost,
    packetsExpected,
    lossShare: lost === undefined || packetsExpected === 0 ? undefined : Math.min(1, packetsLost / packetsExpected),
    jitterMs: times(readNumber(far, 'jitter'), 1_000),
    roundTripMs: direction === 'send' ? times(readNumber(far, 'roundTripTime'), 1_000) : undefined,
    width: readNumber(now, 'frameWidth'),
    height: readNumber(now, 'frameHeight'),
    framesPerSecond: readNumber(now, 'framesPerSecond') ?? times(ratio(frames, spanMs), 1_000),
    limitedBy: limitation(readText(now, 'qualityLimitationReason')),
    limitedByCpu: limitedShare(before, now, 'cpu', spanMs),
    limitedByBandwidth: limitedShare(before, now, 'bandwidth', spanMs),
    nackCount: since('nackCount') ?? 0,
    pliCount: since('pliCount') ?? 0,
    firCount: since('firCount') ?? 0,
    freezeCount: since('freezeCount') ?? 0,
    frozenMs: times(since('totalFreezesDuration'), 1_000) ?? 0,
    keyFrames: since(direction === 'send' ? 'keyFramesEncoded' : 'keyFramesDecoded') ?? 0,
    bufferMs: times(ratio(since('jitterBufferDelay'), since('jitterBufferEmittedCount')), 1_000),
    concealedShare: invented === undefined ? undefined : Math.max(0, invented),
    codingMs: times(ratio(since(direction === 'send' ? 'totalEncodeTime' : 'totalDecodeTime'), frames), 1_000),
  }
}

function limitedShare(
  before: StatsEntry | undefined,
  now: StatsEntry,
  reason: string,
  spanMs: number | undefined,
): number | undefined {
  const [from, to] = [readDuration(before, reason), readDuration(now, reason)]
  const share = ratio(times(minus(to, from), 1_000), spanMs)
  return share === undefined ? undefined : Math.min(1, Math.max(0, share))
}

function limitation(reason: string | undefined): Limitation | undefined {
  return reason === 'none' || reason === 'cpu' || reason === 'bandwidth' || reason === 'other' ? reason : undefined
}

/** A counter that begins anew has not gone back: nothing is known of the time between. */
function grown(before: number | undefined, now: number | undefined): number | undefined {
  const difference = minus(now, before)
  return difference !== undefined && difference < 0 ? undefined : difference
}

function minus(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b
}

function times(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor
}

function ratio(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole === 0 ? undefined : part / whole
}
