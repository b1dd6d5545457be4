// What passes among people, told in words: raised hands, and what a moderator has just done to oneself.

import type { Moderated, Participant, Room } from '@parley/client'
import { useEffect, useEffectEvent } from 'react'
import type { Capture } from '../devices/capture.ts'
import { texts } from '../texts.ts'

/** Hands that go up within as long are told together. */
const gatherMs = 700

export function useNews(room: Room, capture: Capture, announce: (text: string) => void): void {
  const tell = useEffectEvent(announce)
  useEffect(() => {
    const ending = new AbortController()
    const { signal } = ending
    tellHands(room, tell, signal)
    room.on(
      'moderated',
      (moderated) => {
        obey(room, capture, moderated)
        for (const text of wordsOf(moderated)) tell(text)
      },
      { signal },
    )
    return () => ending.abort()
  }, [room, capture])
}

/** What was stopped stays off here, until one turns it on again. */
function obey(room: Room, capture: Capture, { act, sources = [] }: Moderated): void {
  if (act !== 'mute') return
  if (sources.includes('microphone')) capture.turnOff('microphone')
  if (sources.includes('camera')) capture.turnOff('camera')
  for (const track of room.localTracks) {
    const isScreen = track.source === 'screen' || track.source === 'screenAudio'
    if (isScreen && sources.includes(track.source)) void track.unpublish()
  }
}

function wordsOf({ act, name, sources = [], role }: Moderated): readonly string[] {
  const words = texts.people.moderated
  if (act === 'lowerHand') return [words.handLowered(name)]
  if (act === 'setRole') return role === undefined ? [] : [words.role(name, role)]
  if (act === 'setPublish') return [sources.includes('microphone') ? words.letSpeak(name) : words.silenced(name)]
  if (act !== 'mute') return [] // put out: the page that follows says so
  return [
    ...(sources.includes('microphone') ? [words.muted(name)] : []),
    ...(sources.includes('camera') ? [words.camera(name)] : []),
    ...(sources.includes('screen') ? [words.screen(name)] : []),
  ]
}

function tellHands(room: Room, tell: (text: string) => void, signal: AbortSignal): void {
  const known = new Set([...room.participants.values()].filter(({ handRaisedAt }) => handRaisedAt).map(({ id }) => id))
  let fresh: string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const changed = ({ participant: { id, name, isSelf, handRaisedAt } }: { participant: Participant }) => {
    if (handRaisedAt === undefined) {
      known.delete(id)
      return
    }
    if (known.has(id)) return
    known.add(id)
    if (isSelf) return
    fresh.push(name)
    timer ??= setTimeout(() => {
      tell(texts.people.raised(fresh))
      fresh = []
      timer = undefined
    }, gatherMs)
  }
  room.on('participantChanged', changed, { signal })
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
}
