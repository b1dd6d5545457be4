// Reads the past until a message is there to be shown.

import type { Room } from '@parley/client'
import type { Chat } from './use-chat.ts'

/** At most so many messages are read on the way to one. */
const farthest = 20_000
const pageLength = 200

/** Whether it is among the messages of the room now. Throws what `loadOlder` throws. */
export async function loadMessage(
  room: Pick<Room, 'messages' | 'moreMessages'>,
  chat: Pick<Chat, 'loadOlder'>,
  id: number,
  signal: AbortSignal,
): Promise<boolean> {
  for (let read = 0; read < farthest; read += pageLength) {
    const oldest = room.messages[0]?.id
    if (oldest === undefined || oldest <= id || !room.moreMessages) break
    await chat.loadOlder(pageLength, signal)
  }
  return room.messages.some((message) => message.id === id)
}
