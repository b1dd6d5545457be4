// Whom somebody at the door of a room sees inside. Pure.

import type { RoomInfo } from '@parley/protocol'
import type { Participant } from './participant.ts'

/** Names that are told; who comes after them is only counted. */
const mostNames = 5

/**
 * Whoever could go in at once may look into a room that is listed, and whoever is somebody in the room; `role` is theirs.
 * The names of rooms that are not listed can be guessed: nobody learns by that who is in them.
 */
export function maySeeInside({ settings, hasPassword, role }: Pick<RoomInfo, 'settings' | 'hasPassword' | 'role'>) {
  const { lobby, locked, guests, listed } = settings
  return role !== 'guest' || (listed && guests && !hasPassword && !lobby && !locked)
}

/** Each person once, in order of joining. */
export function namesInside(participants: Iterable<Pick<Participant, 'person' | 'name' | 'kind'>>): string[] {
  const names = new Map<string, string>()
  for (const { person, name, kind } of participants) {
    if (kind !== 'session' || names.has(person.id)) continue
    names.set(person.id, name)
    if (names.size === mostNames) break
  }
  return [...names.values()]
}
