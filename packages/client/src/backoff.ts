// How long to wait before trying again: exponential with full jitter, so that a restarted server is not stormed by all at once.

const FIRST_MS = 300
const LONGEST_MS = 10_000

/** `attempt` counts from 1; `random` is from 0 to below 1. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter */
export function backoffMs(attempt: number, random: number): number {
  const ceilingMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 16))
  return Math.round(random * ceilingMs)
}
