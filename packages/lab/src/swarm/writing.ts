// What a client writes in the chat: so many messages a minute, at moments of its own.

import type { Room } from '@parley/client'

export interface Heard {
  /** The server has acknowledged one. */
  sent(): void
  failed(error: unknown): void
}

/** Spread over the clients, so that they do not all write at once. Returns what ends it. */
export function keepWriting(
  room: Room,
  id: number,
  { chat, seed }: { chat: number; seed: number },
  heard: Heard,
): () => void {
  if (chat === 0) return () => {}
  const everyMs = 60_000 / chat
  const ending = new AbortController()
  let count = 0
  const write = () => {
    count += 1
    room.send(`message ${count} of client ${id}`, { signal: ending.signal }).then(heard.sent, (error) => {
      if (!ending.signal.aborted) heard.failed(error)
    })
  }
  let interval: NodeJS.Timeout | undefined
  const first = setTimeout(
    () => {
      write()
      interval = setInterval(write, everyMs)
    },
    ((id * 7919 + seed) % 1000) * (everyMs / 1000),
  )
  return () => {
    ending.abort()
    clearTimeout(first)
    clearInterval(interval)
  }
}
