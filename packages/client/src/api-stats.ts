// What the browser measures, by track of ours: the shapes of `room.getStats()`.

import type { LocalTrack, RemoteTrack } from './api.ts'

/** One entry of an RTCStatsReport, with the names of the W3C. */
export type StatsEntry = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly type: string
  readonly timestamp: number
}

/** What is measured of one track. */
export interface TrackStats {
  readonly track: LocalTrack | RemoteTrack
  /** `inbound-rtp`, `outbound-rtp`, `remote-inbound-rtp`, `codec`, `media-source` … of this track alone. */
  readonly entries: readonly StatsEntry[]
}

/** What is measured in a room now. */
export interface RoomStats {
  /** By track id. */
  readonly local: ReadonlyMap<string, TrackStats>
  readonly remote: ReadonlyMap<string, TrackStats>
  /** `transport`, `candidate-pair`, `local-candidate` … Empty while a direction is not in use. */
  readonly send: readonly StatsEntry[]
  readonly receive: readonly StatsEntry[]
}
