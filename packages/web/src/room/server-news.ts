// What the server has told about the near future: that the token is about to end, or the server itself.

import type { Parley } from '@parley/client'

export interface ServerNews {
  /** When the token ends, once that is near. */
  readonly tokenEndsAt: Date | undefined
  /** The server restarts, and we shall be connected again by ourselves. */
  readonly draining: boolean
}

export interface ServerNewsStore {
  readonly subscribe: (listener: () => void) => () => void
  readonly news: () => ServerNews
  close(): void
}

/** A server that has not come back by then is not restarting. */
const longestRestartMs = 30_000

const none: ServerNews = { tokenEndsAt: undefined, draining: false }

export function openServerNews(parley: Pick<Parley, 'on'>): ServerNewsStore {
  const ending = new AbortController()
  const { signal } = ending
  const listeners = new Set<() => void>()
  let news = none
  let patience: ReturnType<typeof setTimeout> | undefined
  const tell = (change: Partial<ServerNews>) => {
    news = { ...news, ...change }
    for (const listener of listeners) listener()
  }
  parley.on('tokenExpiring', ({ expiresAt }) => tell({ tokenEndsAt: expiresAt }), { signal })
  parley.on(
    'draining',
    ({ withinMs }) => {
      tell({ draining: true })
      clearTimeout(patience)
      patience = setTimeout(() => tell({ draining: false }), withinMs + longestRestartMs)
    },
    { signal },
  )
  parley.on('stateChanged', ({ state }) => state === 'connected' && tell(none), { signal })
  return {
    news: () => news,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      clearTimeout(patience)
      ending.abort()
    },
  }
}
