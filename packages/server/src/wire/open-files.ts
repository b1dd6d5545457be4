// How many descriptors this process may have open, and how many of them connections may take.

import { readFileSync } from 'node:fs'

/** Kept for what is no connection: workers, database, files, the log. */
const mostKept = 512
/** Where the limit cannot be read. */
const usualLimit = 4096

/** The soft limit (Node raises it to the hard one when it starts). */
export function openFilesLimit(): number {
  try {
    return limitFrom(readFileSync('/proc/self/limits', 'utf8'))
  } catch {
    return usualLimit // not Linux
  }
}

/** @param limits as in /proc/PID/limits (proc(5)) */
export function limitFrom(limits: string): number {
  const soft = Number(/^Max open files +(\d+)/m.exec(limits)?.[1])
  return Number.isSafeInteger(soft) ? soft : usualLimit
}

export function connectionsWithin(limit: number): number {
  return Math.max(1, limit - Math.min(mostKept, Math.ceil(limit / 4)))
}
