// What is unread, for all devices of this person: the server counts, and is told when something has been read here.

import type { Room } from '@parley/client'
import { useEffect, useState, useSyncExternalStore } from 'react'

export interface Reading {
  /** Messages of others; 1000 stands for more. None while one looks at the newest. */
  readonly unread: number
  /** Id of the last message that was read when others came: what follows it is new. Undefined: nothing is. */
  readonly newAfter: number | undefined
  readonly setAtNewest: (atNewest: boolean) => void
  /** One has answered: there is no old and new any more. */
  readonly clearNew: () => void
}

interface Counted {
  readonly unread: number
  readonly readUpTo: number
}

/** @param open whether the messages are in sight, as far as the chat knows */
export function useReading(room: Room, { unread, readUpTo }: Counted, open: boolean): Reading {
  const [newAfter, setNewAfter] = useState<number>()
  const [atNewest, setAtNewest] = useState(false)
  const visible = usePageVisible()
  const reading = open && atNewest && visible
  // The line stays where it is until one has stopped reading again, and others have gone on.
  if (!reading && unread > 0 && newAfter !== readUpTo) setNewAfter(readUpTo)
  if (!open && unread === 0 && newAfter !== undefined) setNewAfter(undefined)
  const toMark = reading && unread > 0
  useEffect(() => {
    // Offline for a moment: the count stays, and the next message or look at the chat tries again.
    if (toMark) room.markRead().catch(() => undefined)
  }, [room, toMark])
  return { unread: reading ? 0 : unread, newAfter, setAtNewest, clearNew: () => setNewAfter(undefined) }
}

export function usePageVisible(): boolean {
  return useSyncExternalStore(followVisibility, () => document.visibilityState === 'visible')
}

function followVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
