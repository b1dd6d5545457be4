// Reports that Chromium gave once, as `room.getStats()` returns them: two of them, two seconds apart.

import { readFileSync } from 'node:fs'
import type { RoomStats, StatsEntry, TrackStats } from '../api-stats.ts'

interface Captured {
  readonly local: readonly TrackStats[]
  readonly remote: readonly TrackStats[]
  readonly send: readonly StatsEntry[]
  readonly receive: readonly StatsEntry[]
}

/**
 * `lossUp`: a camera and a microphone are sent while 4 % of the packets are lost; `received`: the same as it is received
 * elsewhere; `narrowUp`: they are sent over a line of 300 kbit/s.
 */
export type Scene = 'lossUp' | 'narrowUp' | 'received'

export const emptyStats: RoomStats = { local: new Map(), remote: new Map(), send: [], receive: [] }

export function captured(scene: Scene): [before: RoomStats, now: RoomStats] {
  const all: Readonly<Record<Scene, readonly [Captured, Captured]>> = JSON.parse(
    readFileSync(new URL('chromium-stats.json', import.meta.url), 'utf8'),
  )
  const [before, now] = all[scene]
  return [asStats(before), asStats(now)]
}

function asStats({ local, remote, send, receive }: Captured): RoomStats {
  return { local: byTrack(local), remote: byTrack(remote), send, receive }
}

function byTrack(stats: readonly TrackStats[]): ReadonlyMap<string, TrackStats> {
  return new Map(stats.map((each) => [each.track.id, each]))
}
