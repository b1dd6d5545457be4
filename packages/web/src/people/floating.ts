// The reactions that float over one tile: equal ones that come close together are gathered into one with a number. Pure.

export interface Floating {
  readonly key: number
  readonly reaction: string
  readonly count: number
  /** When it rises; it is gone after `floatMs`. */
  readonly sinceMs: number
}

export const floatMs = 4_000
/** Equal ones within as long are one. */
const gatherMs = 1_200
/** At once over one tile. */
const mostAtOnce = 6

export function addReaction(before: readonly Floating[], reaction: string, nowMs: number): readonly Floating[] {
  const same = before.findLast((one) => one.reaction === reaction && nowMs - one.sinceMs < gatherMs)
  if (same) return before.map((one) => (one === same ? { ...one, count: one.count + 1 } : one))
  const key = (before.at(-1)?.key ?? 0) + 1
  return [...before, { key, reaction, count: 1, sinceMs: nowMs }].slice(-mostAtOnce)
}

export function withoutSpent(before: readonly Floating[], nowMs: number): readonly Floating[] {
  const left = before.filter(({ sinceMs }) => nowMs - sinceMs < floatMs)
  return left.length === before.length ? before : left
}
