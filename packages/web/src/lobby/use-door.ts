// What may be known of a room before one is in it, kept fresh.

import type { Parley, RoomInfo } from '@parley/client'
import { useState } from 'react'
import { useReading } from './use-reading.ts'

const freshMs = 5_000

export interface Seen {
  /** `new`: it opens when somebody joins who may found rooms. */
  readonly kind: 'unknown' | 'known' | 'new' | 'banned'
  readonly info: RoomInfo | undefined
}

const unknown: Seen = { kind: 'unknown', info: undefined }

export function useDoor(parley: Parley | undefined, room: string): Seen {
  const [seen, setSeen] = useState<Seen>(unknown)
  const key = parley === undefined ? '' : JSON.stringify([parley.person.id, room])
  useReading(key, freshMs, async (signal) => {
    if (parley === undefined) return
    const now = await look(parley, room)
    if (now !== undefined && !signal.aborted) setSeen(now)
  })
  return seen
}

/** Undefined: it could not be asked now. */
async function look(parley: Parley, room: string): Promise<Seen | undefined> {
  try {
    return { kind: 'known', info: await parley.readRoom(room) }
  } catch (error) {
    const reason = error instanceof Error && 'reason' in error ? error.reason : undefined
    if (reason === 'room.notFound') return { kind: 'new', info: undefined }
    if (reason === 'room.banned') return { kind: 'banned', info: undefined }
    // A token for another room, or a lost connection: the door says less, and joining says why.
    return undefined
  }
}
