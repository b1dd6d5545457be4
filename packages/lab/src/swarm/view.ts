// The tiles that a client has on its screen: a grid of the members it is planned to look at, kept up as they come and go.

import type { Participant, RemoteTrack, Room, ViewItem } from '@parley/client'
import { idOf } from './plan.ts'

const SCREEN = { width: 1_920, height: 1_080 }

/** Sizes of tiles that fill a screen together. */
export function tileSize(tiles: number): { readonly width: number; readonly height: number } {
  const columns = Math.max(1, Math.ceil(Math.sqrt(tiles)))
  const rows = Math.max(1, Math.ceil(tiles / columns))
  return { width: Math.floor(SCREEN.width / columns), height: Math.floor(SCREEN.height / rows) }
}

/** Ends with the room. */
export function keepView(room: Room, seed: number, views: readonly number[]): void {
  if (views.length === 0) return
  const wanted = new Set(views)
  const size = tileSize(views.length)
  const tiles = new Map<string, ViewItem>()
  const isWanted = ({ kind }: RemoteTrack, { name }: Participant) =>
    kind === 'video' && wanted.has(idOf(seed, name) ?? 0)
  for (const participant of room.participants.values()) {
    for (const track of participant.tracks.values()) {
      if (isWanted(track, participant)) tiles.set(track.id, { track: track.id, ...size })
    }
  }
  room.view([...tiles.values()])
  room.on('trackPublished', ({ track, participant }) => {
    if (!isWanted(track, participant)) return
    tiles.set(track.id, { track: track.id, ...size })
    room.view([...tiles.values()])
  })
  room.on('trackUnpublished', ({ track }) => {
    if (tiles.delete(track.id)) room.view([...tiles.values()])
  })
}
