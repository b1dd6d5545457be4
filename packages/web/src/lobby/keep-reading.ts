// Reads something again and again while the page is looked at, and at once when it is looked at again.

export interface Reading {
  /** Reads now; what was to come next waits its time from then. */
  now(): void
  stop(): void
}

/**
 * The first reading begins at once, each other `everyMs` after the one before has ended: a slow server is asked less often.
 * @param read must not throw @param page its visibility is followed
 */
export function keepReading(
  page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>,
  everyMs: number,
  read: (signal: AbortSignal) => Promise<void>,
): Reading {
  const over = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0
  const now = () => {
    clearTimeout(timer)
    void go(++round)
  }
  const go = async (mine: number) => {
    await read(over.signal)
    // A later reading has begun, which goes on by itself.
    if (over.signal.aborted || mine !== round) return
    if (page.visibilityState === 'visible') timer = setTimeout(now, everyMs)
  }
  const seen = () => {
    if (page.visibilityState === 'visible') now()
  }
  page.addEventListener('visibilitychange', seen)
  now()
  return {
    now,
    stop() {
      over.abort()
      clearTimeout(timer)
      page.removeEventListener('visibilitychange', seen)
    },
  }
}
