// The tracks of others as things that come and go: what was made for one is taken away with it.

import type { RemoteTrack, Room } from './api.ts'
import type { ListenOptions, Off } from './events.ts'

/**
 * Calls back once for each track of others, those that are there and those that come. What the callback returns is called
 * once too: when the track goes, the room is left, or the listening ends. So an element for each track is never there twice,
 * and never stays behind.
 */
export function eachTrack(
  room: Room,
  show: (track: RemoteTrack) => Off | undefined,
  { signal }: ListenOptions = {},
): Off {
  const ending = new AbortController()
  const shown = new Map<RemoteTrack, Off | undefined>()
  const hide = (track: RemoteTrack) => {
    const off = shown.get(track)
    shown.delete(track)
    off?.()
  }
  const end = () => {
    ending.abort()
    for (const track of [...shown.keys()]) hide(track)
  }
  const add = (track: RemoteTrack) => {
    if (!track.participant.isSelf && !shown.has(track)) shown.set(track, show(track))
  }
  if (signal?.aborted || room.state === 'left') return end
  const options = { signal: ending.signal }
  room.on('trackPublished', ({ track }) => add(track), options)
  room.on('trackUnpublished', ({ track }) => hide(track), options)
  room.on('left', end, options)
  signal?.addEventListener('abort', end, options)
  for (const { tracks } of room.participants.values()) for (const track of tracks.values()) add(track)
  return end
}
