// Whose track it is, and what of them: in the list of tracks, and without names in the report.

import type { TrackFigures } from '@parley/client'
import { texts } from '../texts.ts'

type Track = TrackFigures['track']

/** What we send has no participant; its owner has no id but this. */
const self = 'self'

export function ownerOf(track: Track): { readonly id: string; readonly name: string } {
  return 'participant' in track ? track.participant : { id: self, name: texts.quality.you }
}

/** @param nameOf of another participant, by id */
export function trackLabel(track: Track, nameOf: (participant: string, name: string) => string): string {
  const { id, name } = ownerOf(track)
  return texts.quality.trackOf(id === self ? name : nameOf(id, name), texts.quality.source[track.source])
}

export const trackName = (track: Track): string => trackLabel(track, (_, name) => name)
