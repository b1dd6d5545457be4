// The rooms that one may find, kept fresh as long as they are looked at.

import type { Parley, RoomInfo } from '@parley/client'
import { useDeferredValue, useEffect, useState } from 'react'
import { useReading } from '../lobby/use-reading.ts'

const freshMs = 5_000
const pageSize = 50
const typingMs = 250

export interface RoomsFound {
  /** Undefined: not yet known. */
  readonly rooms: readonly RoomInfo[] | undefined
  readonly more: boolean
  /** Whose list it is. */
  readonly person: string | undefined
  /** What these were found by. */
  readonly search: string
  /** The last reading did not succeed. */
  readonly failed: boolean
}

const nothing: RoomsFound = { rooms: undefined, more: false, person: undefined, search: '', failed: false }

/** @param pages of 50 rooms */
export function useRooms(parley: Parley | undefined, typed: string, pages: number): RoomsFound {
  const search = useSettled(typed.trim(), typingMs)
  const [found, setFound] = useState<RoomsFound>(nothing)
  const key = parley === undefined ? '' : JSON.stringify([parley.person.id, search, pages])
  useReading(key, freshMs, async (signal) => {
    if (parley === undefined) return
    try {
      const answer = await readPages(parley, search, pages)
      if (!signal.aborted) setFound({ ...answer, person: parley.person.id, search, failed: false })
    } catch {
      // Whatever it was, it is tried again in a moment; the line says when it is lost.
      if (!signal.aborted) setFound((now) => ({ ...now, failed: true }))
    }
  })
  const latest = useDeferredValue(found)
  // Somebody else has signed in or out: their rooms are other ones.
  return parley === undefined || latest.person === parley.person.id ? latest : nothing
}

async function readPages(parley: Parley, search: string, pages: number): Promise<Pick<RoomsFound, 'rooms' | 'more'>> {
  const rooms: RoomInfo[] = []
  let after: string | undefined
  for (let page = 0; page < pages; page++) {
    const answer = await parley.listRooms({
      limit: pageSize,
      ...(search !== '' && { search }),
      ...(after !== undefined && { after }),
    })
    rooms.push(...answer.rooms)
    after = answer.next
    if (after === undefined) break
  }
  return { rooms, more: after !== undefined }
}

/** What was typed, once one pauses. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
