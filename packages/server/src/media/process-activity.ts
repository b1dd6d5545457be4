// How much a process has worked, or has waited for a processor to work on.

import { readFileSync } from 'node:fs'

/**
 * Milliseconds for which the main thread of a process has run or was ready to, since its start: what
 * `/proc/PID/schedstat` calls run time and run-queue wait (Documentation/scheduler/sched-stats in Linux). Undefined where
 * the system does not tell, or the process has gone.
 */
export function processActivityMs(pid: number): number | undefined {
  try {
    const [ranNs = Number.NaN, waitedNs = Number.NaN] = readFileSync(`/proc/${pid}/schedstat`, 'utf8')
      .split(' ')
      .map(Number)
    const activeMs = (ranNs + waitedNs) / 1e6
    return Number.isFinite(activeMs) ? activeMs : undefined
  } catch {
    return undefined // no Linux, or it has ended: whoever waits for its end sees that
  }
}
