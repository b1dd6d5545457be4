// Quality over time: what two samples of `room.getStats()` say of the time between them. Pure.

import type { LocalTrack, RemoteTrack } from './api.ts'
import type { RoomStats, StatsEntry, TrackStats } from './api-stats.ts'
import { type StreamFigures, streamFigures } from './stream-figures.ts'
import { type TransportFigures, transportFigures } from './transport-figures.ts'

/** A track that is sent, with all its sizes, or one that is received. */
export interface TrackFigures {
  readonly track: LocalTrack | RemoteTrack
  /** One for each RTP stream: several where a camera is sent in several sizes (simulcast), the largest last. */
  readonly streams: readonly StreamFigures[]
  /** Of all streams together, without headers. */
  readonly bitrateBps: number | undefined
  /** Packets of all streams between the samples, and those of them that were lost on the way. */
  readonly packets: number
  readonly packetsLost: number
  /** 0–1. Undefined: no packets, or nobody has said yet how many arrived. */
  readonly lossShare: number | undefined
  /** The largest of the streams (RFC 3550). */
  readonly jitterMs: number | undefined
  /** To the server and back; only the sender of a track knows it. */
  readonly roundTripMs: number | undefined
}

/** What flowed between two samples of the statistics of a room. */
export interface RoomFigures {
  /** Milliseconds between the samples; undefined: there was only one, and so there are no rates. */
  readonly spanMs: number | undefined
  /** By track id. */
  readonly local: ReadonlyMap<string, TrackFigures>
  readonly remote: ReadonlyMap<string, TrackFigures>
  /** Undefined while a direction is not in use. */
  readonly send: TransportFigures | undefined
  readonly receive: TransportFigures | undefined
}

/**
 * Bitrate, loss, jitter, round trip, frame rate … of each track and both transports in the time between two samples. Ask
 * `room.getStats()` every one or two seconds while somebody looks, and give each answer with the one before it; without one
 * before there are sizes, codecs and ways, but no rates.
 */
export function compareStats(before: RoomStats | undefined, now: RoomStats): RoomFigures {
  const send = transportFigures(before?.send ?? [], now.send)
  const receive = transportFigures(before?.receive ?? [], now.receive)
  return {
    spanMs: send?.spanMs ?? receive?.spanMs,
    local: mapTracks(now.local, before?.local),
    remote: mapTracks(now.remote, before?.remote),
    send,
    receive,
  }
}

function mapTracks(
  now: ReadonlyMap<string, TrackStats>,
  before: ReadonlyMap<string, TrackStats> | undefined,
): ReadonlyMap<string, TrackFigures> {
  return new Map([...now].map(([id, stats]) => [id, trackFigures(stats, before?.get(id)?.entries ?? [])]))
}

function trackFigures({ track, entries }: TrackStats, before: readonly StatsEntry[]): TrackFigures {
  const streams = streamFigures(entries, before)
  const told = streams.filter(({ lossShare }) => lossShare !== undefined)
  const sum = (name: 'packets' | 'packetsLost', of = streams) => of.reduce((total, stream) => total + stream[name], 0)
  const expected = told.reduce((total, stream) => total + stream.packetsExpected, 0)
  return {
    track,
    streams,
    bitrateBps: add(streams.map(({ bitrateBps }) => bitrateBps)),
    packets: sum('packets'),
    packetsLost: sum('packetsLost'),
    lossShare: expected === 0 ? undefined : Math.min(1, sum('packetsLost', told) / expected),
    jitterMs: largest(streams.map(({ jitterMs }) => jitterMs)),
    roundTripMs: largest(streams.map(({ roundTripMs }) => roundTripMs)),
  }
}

function add(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0)
}

function largest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
