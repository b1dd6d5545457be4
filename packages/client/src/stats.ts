// What the browser measures, with the names of the W3C, ordered by our tracks.

/// <reference lib="dom" />

import type { RoomStats, StatsEntry, TrackStats } from './api.ts'
import type { OwnTrack } from './local-track.ts'
import type { Roster } from './roster.ts'
import type { Sfu } from './sfu.ts'

const OF_TRANSPORT = new Set(['transport', 'candidate-pair', 'local-candidate', 'remote-candidate', 'certificate'])

export async function readStats(
  sfu: Sfu | undefined,
  localTracks: readonly OwnTrack[],
  roster: Roster,
): Promise<RoomStats> {
  if (!sfu) return { local: new Map(), remote: new Map(), send: [], receive: [] }
  const [local, remote, [send, receive]] = await Promise.all([
    Promise.all(localTracks.map(localStats)),
    Promise.all(
      [...sfu.received].map(async ({ track: id, consumer }): Promise<TrackStats[]> => {
        const track = roster.track(id)
        return track ? [{ track, entries: entriesOf(await consumer.getStats()) }] : []
      }),
    ),
    sfu.transportStats(),
  ])
  return {
    local: byTrack(local.flat()),
    remote: byTrack(remote.flat()),
    send: entriesOf(send).filter(({ type }) => OF_TRANSPORT.has(type)),
    receive: entriesOf(receive).filter(({ type }) => OF_TRANSPORT.has(type)),
  }
}

async function localStats(track: OwnTrack): Promise<TrackStats[]> {
  const producer = track.sent?.producer
  return producer ? [{ track, entries: entriesOf(await producer.getStats()) }] : []
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
