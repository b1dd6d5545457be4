// A room as a hook: joined while the component is there, left when it goes.

import { connect, openStage, type Room, type RoomEvents, type Stage } from '@parley/client'
import { useEffect, useState } from 'react'

export interface Joined {
  readonly room: Room
  readonly stage: Stage
}

/** Undefined while joining. @returns the room, or why there is none */
export function useRoom(server: string, name: string, roomName: string): Joined | Error | undefined {
  const [joined, setJoined] = useState<Joined | Error>()
  useEffect(() => {
    const ending = new AbortController()
    const { signal } = ending
    const stay = async () => {
      await using parley = await connect(server, { name, signal })
      const room = await parley.join(roomName, { signal })
      setJoined({ room, stage: openStage(room) })
      room.publishCamera({}, { signal }).catch(setJoined)
      // Until the component goes, or the room ends; then the connection is closed.
      await new Promise<void>((resolve) => {
        room.on('left', () => resolve(), { signal })
        signal.addEventListener('abort', () => resolve())
      })
    }
    stay().catch((error: Error) => signal.aborted || setJoined(error))
    return () => {
      ending.abort()
      setJoined(undefined)
    }
  }, [server, name, roomName])
  return joined
}

const changes = [
  'stateChanged',
  'participantJoined',
  'participantLeft',
  'participantChanged',
  'trackPublished',
  'trackUnpublished',
  'message',
  'messageChanged',
] as const satisfies readonly (keyof RoomEvents)[]

/** Renders anew whenever something of the room changes: its objects are live, so nothing has to be copied. */
export function useChanges(room: Room): void {
  const [, setCount] = useState(0)
  useEffect(() => {
    const ending = new AbortController()
    for (const event of changes) room.on(event, () => setCount((count) => count + 1), ending)
    return () => ending.abort()
  }, [room])
}
