// How long to wait before trying again: exponential with full jitter, so that a restarted server is not stormed by all at once.

const FIRST_MS = 300
const LONGEST_MS = 10_000

/** `attempt` counts from 1; `random` is from 0 to below 1. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter */
export function backoffMs(attempt: number, random: number): number {
  const ceilingMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 16))
  return Math.round(random * ceilingMs)
}

/** For so long a lost socket is sought with short pauses: the session waits, and people notice each second. */
const EAGER_FOR_MS = 10_000
const EAGER_MS = 500

/** As `backoffMs`, but never long while the loss is fresh. */
export function reconnectMs(attempt: number, random: number, lostForMs: number): number {
  const pauseMs = backoffMs(attempt, random)
  return lostForMs < EAGER_FOR_MS ? Math.min(pauseMs, Math.round(random * EAGER_MS)) : pauseMs
}
