// The live room as unchanging pictures of it, one per change, for React to compare.

import type { ChatMessage, MediaState, Room, RoomConnectionState, RoomEvents, RoomInfo, Waiting } from '@parley/client'
import { type PersonView, viewOfPerson } from './person-view.ts'

export interface RoomPicture {
  readonly state: RoomConnectionState
  readonly mediaState: MediaState
  /** Oneself among them, in order of joining. An unchanged person is the same object as before. */
  readonly people: readonly PersonView[]
  readonly participantCount: number
  /** Title, topic, settings. */
  readonly info: RoomInfo
  /** For moderators: who waits in the lobby. */
  readonly waiting: readonly Waiting[]
  readonly messages: readonly ChatMessage[]
  readonly moreMessages: boolean
  /** Messages of others that this person has not read, on any device; 1000 stands for more. */
  readonly unread: number
  /** Id of the last message that was read. */
  readonly readUpTo: number
  /** Participant ids, loudest first. */
  readonly speaking: readonly string[]
  /** Whether our screen is shared. */
  readonly sharing: boolean
}

export interface RoomStore {
  readonly subscribe: (listener: () => void) => () => void
  readonly picture: () => RoomPicture
  close(): void
}

const changing = [
  'participantJoined',
  'participantLeft',
  'participantChanged',
  'trackPublished',
  'trackUnpublished',
  'trackChanged',
  'subscribed',
  'unsubscribed',
  'localTrackPublished',
  'localTrackUnpublished',
  'localTrackChanged',
  'message',
  'messageChanged',
  'unreadChanged',
  'infoChanged',
  'waitingChanged',
  'speaking',
  'stateChanged',
  'mediaStateChanged',
] as const satisfies readonly (keyof RoomEvents)[]

/** Between two pictures. */
const shortestMs = 32

export function openRoomStore(room: Room): RoomStore {
  const ending = new AbortController()
  const listeners = new Set<() => void>()
  let picture = pictureOf(room, undefined)
  let pending = false
  let lastMs = Number.NEGATIVE_INFINITY
  const draw = () => {
    if (ending.signal.aborted) return
    pending = false
    lastMs = performance.now()
    picture = pictureOf(room, picture)
    for (const listener of listeners) listener()
  }
  // Many events come in one tick (a batch of joins) and tick after tick (all come back after a restart): together they make
  // one picture. React, to which each is urgent, would get to nothing else.
  const changed = () => {
    if (pending) return
    pending = true
    const waitMs = lastMs + shortestMs - performance.now()
    if (waitMs > 0) setTimeout(draw, waitMs)
    else queueMicrotask(draw)
  }
  for (const event of changing) room.on(event, changed, { signal: ending.signal })
  return {
    picture: () => picture,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => ending.abort(),
  }
}

function pictureOf(room: Room, before: RoomPicture | undefined): RoomPicture {
  const known = new Map(before?.people.map((person) => [person.id, person]))
  const people = [...room.participants.values()]
    .filter((participant) => participant.kind !== 'recorder')
    .map((participant) => viewOfPerson(participant, known.get(participant.id)))
  return {
    state: room.state,
    mediaState: room.mediaState,
    people,
    participantCount: room.participantCount,
    info: room.info,
    waiting: room.waiting,
    messages: messagesOf(room, before?.messages),
    moreMessages: room.moreMessages,
    unread: room.unread,
    readUpTo: room.readUpTo,
    speaking: room.speakers.map(({ participant }) => participant.id),
    sharing: room.localTracks.some((track) => track.source === 'screen'),
  }
}

/** The same list as before where every message in it is the same. */
function messagesOf({ messages }: Room, before: readonly ChatMessage[] = []): readonly ChatMessage[] {
  const unchanged = messages.length === before.length && messages.every((message, at) => message === before[at])
  return unchanged ? before : [...messages]
}
