// The figures of the last five minutes, oldest first. Pure.

import type { RoomFigures } from '@parley/client'

export const keptMs = 5 * 60_000
/** What is said of now rests on so much: shorter, and it would flicker; longer, and it would be late. */
export const recentMs = 8_000

export interface Sample {
  /** Milliseconds since 1970. */
  readonly atMs: number
  readonly figures: RoomFigures
}

export function append(history: readonly Sample[], sample: Sample): readonly Sample[] {
  return [...history.filter(({ atMs }) => atMs > sample.atMs - keptMs), sample]
}

/** At least the last one, which may look back further. */
export function recent(history: readonly Sample[], forMs = recentMs): readonly Sample[] {
  const last = history.at(-1)
  return last ? history.filter(({ atMs }) => atMs > last.atMs - forMs) : []
}
