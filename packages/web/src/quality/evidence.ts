// What the last seconds say of the own line up and down, of this computer, and of the others. Pure.

import type { StreamFigures, TrackFigures, TransportFigures } from '@parley/client'
import { recent, type Sample } from './history.ts'
import { isBad, type Level, levelOfLine, levelOfScore } from './level.ts'

/** Of the room, beside the figures. */
export interface RoomFacts {
  /** The server's word on the own connection, 0–10. */
  readonly ownScore: number | undefined
  readonly others: readonly { readonly id: string; readonly name: string; readonly score: number | undefined }[]
}

/** Shares are 0–1. */
export interface Line {
  readonly loss: number | undefined
  readonly jitterMs: number | undefined
  readonly roundTripMs: number | undefined
  readonly bitrateBps: number | undefined
}

export interface Evidence {
  /** Whether figures say something; not before the second sample. */
  readonly measured: boolean
  readonly up: Line & {
    readonly availableBps: number | undefined
    /** The encoder of a picture is held back, now and for most of the time. */
    readonly heldBackBy: 'cpu' | 'bandwidth' | undefined
    /** Whether a picture is sent: without one a narrow line is wide enough. */
    readonly picture: boolean
  }
  readonly down: Line & {
    /** Share of the time that pictures stand still, of the worst half of them. */
    readonly frozen: number
    /** A decoder that needs nearly all the time there is. */
    readonly decoderBusy: boolean
  }
  readonly protocol: TransportFigures['protocol']
  /** Whose own connection is bad, while ours is not to blame. */
  readonly badOthers: readonly string[]
  readonly ownLevel: Level | undefined
  /** Of the invented sound of the worst voice, for the estimate of how a voice sounds. */
  readonly concealed: number | undefined
  readonly bufferMs: number | undefined
}

/** Fewer packets say nothing about loss. */
const leastPackets = 40
const heldBackShare = 0.5
const cpuShare = 0.3
const busyShare = 0.85

export function evidenceOf(history: readonly Sample[], facts: RoomFacts): Evidence {
  const samples = recent(history).filter(({ figures }) => figures.spanMs !== undefined)
  const last = samples.at(-1)?.figures
  const sent = collect(samples, 'local')
  const received = collect(samples, 'remote')
  const up = lineOf(sent)
  const down = lineOf(received)
  const loss = ownLossOf(received)
  const scored = levelOfScore(facts.ownScore)
  return {
    measured: samples.length > 0 && sent.length + received.length > 0,
    up: {
      ...up,
      roundTripMs: up.roundTripMs ?? last?.send?.roundTripMs,
      availableBps: last?.send?.availableOutgoingBps,
      heldBackBy: heldBack(sent),
      picture: sent.some(({ track, bitrates }) => track.kind === 'video' && (bitrates.at(-1) ?? 0) > 0),
    },
    down: {
      ...down,
      loss,
      roundTripMs: last?.receive?.roundTripMs,
      frozen: frozenShare(received),
      decoderBusy: received.some(({ streams }) => streams.some(isBusy)),
    },
    protocol: worseProtocol(last?.send?.protocol, last?.receive?.protocol),
    badOthers: facts.others
      .filter((other) => isBad(levelOfScore(other.score)) || gapsOf(other.id, received, loss))
      .map(({ name }) => name),
    ownLevel: scored,
    concealed: largest(received.map(({ concealed }) => concealed)),
    bufferMs: mean(
      received.flatMap(({ track, streams }) => (track.kind === 'audio' ? streams : []).map((s) => s.bufferMs)),
    ),
  }
}

/** One track over all samples. */
interface Collected {
  readonly track: TrackFigures['track']
  readonly packets: number
  readonly lost: number
  readonly bitrates: readonly number[]
  readonly jitters: readonly number[]
  readonly roundTrips: readonly number[]
  /** Of the last sample. */
  readonly streams: readonly StreamFigures[]
  readonly cpu: number | undefined
  readonly bandwidth: number | undefined
  readonly frozenMs: number
  readonly concealed: number | undefined
  readonly spanMs: number
}

function collect(samples: readonly Sample[], side: 'local' | 'remote'): Collected[] {
  const latest = samples.at(-1)?.figures[side] ?? new Map<string, TrackFigures>()
  return [...latest].map(([id, { track, streams }]) => {
    const series = samples.flatMap(({ figures }) => figures[side].get(id) ?? [])
    const all = series.flatMap((figures) => figures.streams)
    const told = all.filter(({ lossShare }) => lossShare !== undefined)
    return {
      track,
      streams,
      packets: sum(told.map(({ packetsExpected }) => packetsExpected)),
      lost: sum(told.map(({ packetsLost }) => packetsLost)),
      bitrates: known(series.map(({ bitrateBps }) => bitrateBps)),
      jitters: known(series.map(({ jitterMs }) => jitterMs)),
      roundTrips: known(series.map(({ roundTripMs }) => roundTripMs)),
      cpu: mean(all.map(({ limitedByCpu }) => limitedByCpu)),
      bandwidth: mean(all.map(({ limitedByBandwidth }) => limitedByBandwidth)),
      frozenMs: sum(all.map(({ frozenMs }) => frozenMs)),
      concealed: mean(all.map(({ concealedShare }) => concealedShare)),
      spanMs: sum(samples.map(({ figures }) => figures.spanMs ?? 0)),
    }
  })
}

function lineOf(tracks: readonly Collected[]): Line {
  // Pictures come in bursts, which look like jitter: the even flow of a voice tells the truth.
  const voices = tracks.filter(({ track }) => track.kind === 'audio')
  const packets = sum(tracks.map((track) => track.packets))
  return {
    loss: packets < leastPackets ? undefined : sum(tracks.map(({ lost }) => lost)) / packets,
    jitterMs: largest(voices.map(({ jitters }) => mean(jitters))),
    roundTripMs: largest(tracks.map(({ roundTrips }) => mean(roundTrips))),
    bitrateBps: tracks.length === 0 ? undefined : sum(tracks.map(({ bitrates }) => mean(bitrates) ?? 0)),
  }
}

/**
 * What is lost on the way up to the server of a voice is missing here too. A loss of our own falls on all that comes: the
 * cleanest track says how large it can be.
 */
function ownLossOf(tracks: readonly Collected[]): number | undefined {
  const shares = tracks.flatMap(({ packets, lost }) => (packets < leastPackets ? [] : [lost / packets]))
  return shares.length === 0 ? undefined : Math.min(...shares)
}

function gapsOf(participant: string, tracks: readonly Collected[], ownLoss = 0): boolean {
  return tracks.some(
    ({ track, packets, lost }) =>
      'participant' in track &&
      track.participant.id === participant &&
      packets >= leastPackets &&
      isBad(levelOfLine(lost / packets - ownLoss, undefined)),
  )
}

function heldBack(tracks: readonly Collected[]): 'cpu' | 'bandwidth' | undefined {
  const now = (reason: string) =>
    tracks.filter(({ streams }) => streams.some(({ active, limitedBy }) => active && limitedBy === reason))
  if (now('cpu').some(({ cpu }) => (cpu ?? 1) >= cpuShare)) return 'cpu'
  return now('bandwidth').some(({ bandwidth }) => (bandwidth ?? 1) >= heldBackShare) ? 'bandwidth' : undefined
}

function frozenShare(tracks: readonly Collected[]): number {
  const shares = tracks
    .flatMap(({ track, frozenMs, spanMs }) => (track.kind === 'video' && spanMs > 0 ? [frozenMs / spanMs] : []))
    .toSorted((a, b) => a - b)
  return shares[Math.floor(shares.length / 2)] ?? 0
}

function isBusy({ codingMs, framesPerSecond }: StreamFigures): boolean {
  return (codingMs ?? 0) * (framesPerSecond ?? 0) > busyShare * 1_000
}

function worseProtocol(...protocols: readonly TransportFigures['protocol'][]): TransportFigures['protocol'] {
  return protocols.find((protocol) => protocol === 'tcp' || protocol === 'tls') ?? protocols.find((each) => each)
}

function known(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function mean(values: readonly (number | undefined)[]): number | undefined {
  const numbers = known(values)
  return numbers.length === 0 ? undefined : sum(numbers) / numbers.length
}

function largest(values: readonly (number | undefined)[]): number | undefined {
  const numbers = known(values)
  return numbers.length === 0 ? undefined : Math.max(...numbers)
}
