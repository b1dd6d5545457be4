// What clients can do, as sets that all who can do the same have in common: thousands of idle sessions list the same.

import { capabilities } from '@parley/protocol'

const sets = new Map<string, ReadonlySet<string>>()

/** Of the names of the protocol's table; others are ignored, so that there are few sets. */
export function capabilitySet(listed: readonly string[]): ReadonlySet<string> {
  const known = Object.keys(capabilities).filter((name) => listed.includes(name))
  const key = known.join(' ')
  const set = sets.get(key) ?? new Set(known)
  sets.set(key, set)
  return set
}
