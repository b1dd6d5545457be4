// What has just happened in the room, in words that pass: who came, who went, and what was said while the chat is closed.

import type { Room } from '@parley/client'
import { useEffect, useEffectEvent, useState } from 'react'
import { texts } from '../texts.ts'

/** Joins and leaves that come close together make one sentence. */
const gatherMs = 400
const showMs = 5_000
const longestExcerpt = 120

export interface Announcement {
  readonly key: number
  readonly text: string
}

/** @param ownPerson whose messages are not news */
export function useAnnouncements(
  room: Room,
  ownPerson: string,
  chatOpen: boolean,
): [readonly Announcement[], (text: string) => void] {
  const [announcements, setAnnouncements] = useState<readonly Announcement[]>([])
  const announce = (text: string) => {
    // Only the last few: a wall of them would cover the people they are about.
    setAnnouncements((now) => [...now.slice(-2), { key: (now.at(-1)?.key ?? 0) + 1, text }])
  }
  const tell = useEffectEvent(announce)
  const isClosed = useEffectEvent(() => !chatOpen)

  useEffect(() => {
    const ending = new AbortController()
    const { signal } = ending
    const joined = gather((names) => tell(texts.room.joined(names)), signal)
    const left = gather((names) => tell(texts.room.left(names)), signal)
    room.on('participantJoined', ({ participant }) => !participant.isSelf && joined(participant.name), { signal })
    room.on('participantLeft', ({ participant }) => !participant.isSelf && left(participant.name), { signal })
    room.on(
      'message',
      ({ message }) => {
        if (!isClosed() || message.person === ownPerson) return
        const { text } = message
        const excerpt = text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text
        tell(texts.room.said(message.name, excerpt))
      },
      { signal },
    )
    return () => ending.abort()
  }, [room, ownPerson])

  useEffect(() => {
    if (chatOpen) setAnnouncements([]) // what was said is read in the chat now
  }, [chatOpen])

  // Each new announcement starts the clock again; then all of them go.
  useEffect(() => {
    if (announcements.length === 0) return
    const timer = setTimeout(() => setAnnouncements([]), showMs)
    return () => clearTimeout(timer)
  }, [announcements])

  return [announcements, announce]
}

function gather(tell: (names: readonly string[]) => void, signal: AbortSignal): (name: string) => void {
  let names: string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  return (name) => {
    names.push(name)
    timer ??= setTimeout(() => {
      timer = undefined
      tell(names)
      names = []
    }, gatherMs)
  }
}
