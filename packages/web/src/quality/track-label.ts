// Whose track it is, and what of them: in the list of tracks, and without names in the report.

import type { TrackFigures } from '@parley/client'
import { texts } from '../texts.ts'

/** @param nameOf of a participant, by id */
export function trackLabel(
  track: TrackFigures['track'],
  nameOf: (participant: string, name: string) => string,
): string {
  const words = texts.quality
  const owner = 'participant' in track ? nameOf(track.participant.id, track.participant.name) : words.you
  return words.trackOf(owner, words.source[track.source])
}

export const trackName = (track: TrackFigures['track']): string => trackLabel(track, (_, name) => name)
