// What has just happened in the room, in words that pass: who came, who went, and what was said while the chat is closed.

import type { Participant, Room } from '@parley/client'
import { useEffect, useEffectEvent, useState } from 'react'
import { recall } from '../remembered.ts'
import { texts } from '../texts.ts'
import { ArrivalNoise } from './arrival-noise.ts'
import { chime } from './chime.ts'
import { type Change, Comings } from './comings.ts'

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
    follow(room, tell, signal)
    room.on(
      'message',
      ({ message }) => {
        if (!isClosed() || message.person === ownPerson) return
        const { text, mentions = [] } = message
        const excerpt = text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text
        const mentioned = mentions.some(({ person }) => person === ownPerson)
        tell((mentioned ? texts.chat.mentioned : texts.room.said)(message.name, excerpt))
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

/** Tells who comes and goes, until `signal` ends it. */
function follow(room: Room, tell: (text: string) => void, signal: AbortSignal): void {
  const comings = new Comings()
  const noise = new ArrivalNoise()
  let timer: ReturnType<typeof setTimeout> | undefined
  const settle = () => {
    clearTimeout(timer)
    const { joined, left } = comings.take(Date.now())
    const people = room.participantCount
    if (joined.length > 0 && noise.isSaid(people)) tell(texts.room.joined(joined))
    if (left.length > 0 && noise.isSaid(people)) tell(texts.room.left(left))
    const sound = noise.soundOf(people, { joined: joined.length, left: left.length }, Date.now())
    if (sound && recall('arrivalSounds') !== 'off') void chime(sound)
    if (comings.dueMs !== undefined) timer = setTimeout(settle, Math.max(0, comings.dueMs - Date.now()))
  }
  const note = (change: Change) => (event: { participant: Participant }) => {
    const { isSelf, person, name } = event.participant
    if (isSelf) return
    comings.note(change, person, name, Date.now())
    settle()
  }
  room.on('participantJoined', note('joined'), { signal })
  room.on('participantLeft', note('left'), { signal })
  room.on(
    'stateChanged',
    ({ state }) => {
      if (state === 'reconnecting') comings.lost()
      if (state === 'joined') comings.back(Date.now())
    },
    { signal },
  )
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
}
