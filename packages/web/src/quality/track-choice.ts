// What can be plotted: everything, all of one person, one track of theirs. Pure.

import type { TrackFigures } from '@parley/client'
import { texts } from '../texts.ts'
import { ownerOf, trackName } from './track-label.ts'

interface Choice {
  readonly value: string
  readonly label: string
}

interface Group {
  /** Of the person. */
  readonly id: string
  readonly name: string
  readonly items: readonly Choice[]
}

/** Of a choice for everything. */
export const everything = ''

/** By person, beside `everything`. */
export function choicesOf(tracks: readonly TrackFigures[]): Group[] {
  const people = Map.groupBy(tracks, ({ track }) => ownerOf(track).id)
  return [...people].map(([id, theirs]): Group => {
    const name = theirs[0] ? ownerOf(theirs[0].track).name : id
    const items = theirs.map(({ track }) => ({ value: track.id, label: trackName(track) }))
    // Of a single track there is nothing to add up.
    const all = theirs.length > 1 ? [{ value: id, label: texts.quality.allOf(name) }] : []
    return { id, name, items: [...all, ...items] }
  })
}

/** The ids of the tracks of a choice; undefined: of everything, or of what has ended. */
export function tracksOfChoice(tracks: readonly TrackFigures[], value: string): readonly string[] | undefined {
  const chosen = tracks.filter(({ track }) => track.id === value || ownerOf(track).id === value)
  return chosen.length === 0 ? undefined : chosen.map(({ track }) => track.id)
}
