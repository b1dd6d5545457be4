// What the browser measures, with the names of the W3C, ordered by our tracks.

/// <reference lib="dom" />

import type { RoomStats, StatsEntry, TrackStats } from './api-stats.ts'
import type { OwnTrack } from './local-track.ts'
import type { Roster } from './roster.ts'
import type { Sfu } from './sfu.ts'

const OF_TRANSPORT = new Set(['transport', 'candidate-pair', 'local-candidate', 'remote-candidate', 'certificate'])
/** What an entry of a stream points to. */
const REFERENCES = ['codecId', 'mediaSourceId', 'remoteId', 'playoutId']

/** A producer or consumer; `localId` is its `mid` in all browsers. */
interface Source {
  readonly localId: string
  getStats(): Promise<RTCStatsReport>
}

export async function readStats(
  sfu: Sfu | undefined,
  localTracks: readonly OwnTrack[],
  roster: Roster,
): Promise<RoomStats> {
  if (!sfu) return { local: new Map(), remote: new Map(), send: [], receive: [] }
  // One report for each direction, and not one for each track: that is most of what it costs in a full room.
  const [send, receive] = (await sfu.transportStats()).map(entriesOf)
  const sent = Map.groupBy(send ?? [], ({ mid }) => mid)
  const received = Map.groupBy(receive ?? [], ({ mid }) => mid)
  const [local, remote] = await Promise.all([
    Promise.all(
      localTracks.map(async (track): Promise<TrackStats[]> => {
        const producer = track.sent?.producer
        return producer ? [{ track, entries: await entriesOfTrack(producer, send ?? [], sent) }] : []
      }),
    ),
    Promise.all(
      [...sfu.received].map(async ({ track: id, consumer }): Promise<TrackStats[]> => {
        const track = roster.track(id)
        return track ? [{ track, entries: await entriesOfTrack(consumer, receive ?? [], received) }] : []
      }),
    ),
  ])
  return {
    local: byTrack(local.flat()),
    remote: byTrack(remote.flat()),
    send: (send ?? []).filter(({ type }) => OF_TRANSPORT.has(type)),
    receive: (receive ?? []).filter(({ type }) => OF_TRANSPORT.has(type)),
  }
}

async function entriesOfTrack(
  source: Source,
  all: readonly StatsEntry[],
  byMid: ReadonlyMap<unknown, readonly StatsEntry[]>,
): Promise<readonly StatsEntry[]> {
  const streams = byMid.get(source.localId)
  // An engine that does not say `mid` is asked for the track alone.
  if (streams === undefined) return entriesOf(await source.getStats()).filter(({ type }) => !OF_TRANSPORT.has(type))
  const referred = new Set(streams.flatMap((stream) => REFERENCES.map((name) => stream[name])))
  return [...streams, ...all.filter(({ id }) => referred.has(id))]
}

function byTrack(stats: readonly TrackStats[]): ReadonlyMap<string, TrackStats> {
  return new Map(stats.map((entry) => [entry.track.id, entry]))
}

function entriesOf(report: RTCStatsReport | undefined): StatsEntry[] {
  return report ? [...report.values()].filter(isEntry) : []
}

function isEntry(value: unknown): value is StatsEntry {
  return typeof value === 'object' && value !== null && 'id' in value && 'type' in value
}
