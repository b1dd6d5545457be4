// How long the threads of this process wait for a processor once they are ready to run: what a receiver adds to latencies.

import { readdirSync } from 'node:fs'
import { parseThreadTimes, type ThreadTimes } from './proc-stat.ts'
import { readText } from './processes.ts'

/** Threads that do less than this part of what the busiest one does are no part of the way of a packet. */
const SHARE_OF_BUSIEST = 0.2

export type Threads = ReadonlyMap<string, ThreadTimes>

/** Of this process. Empty where the kernel has no /proc or keeps no such account. */
export function readThreads(): Threads {
  return new Map(
    threadIds().flatMap((id) => {
      const times = parseThreadTimes(readText(`/proc/self/task/${id}/schedstat`) ?? '')
      return times === undefined ? [] : [[id, times] as const]
    }),
  )
}

export class RunQueue {
  readonly #read: () => Threads
  readonly #nowUs: () => number
  #first: Threads
  #last: Threads
  #lastUs: number

  constructor(nowUs: () => number, read: () => Threads = readThreads) {
    this.#read = read
    this.#nowUs = nowUs
    this.#first = read()
    this.#last = this.#first
    this.#lastUs = nowUs()
  }

  /** From now on: what was done before does not say which threads matter. */
  start(): void {
    this.#first = this.#read()
    this.#last = this.#first
    this.#lastUs = this.#nowUs()
  }

  /**
   * Since the last call, of the thread that was worst off among those that matter: the share of time, 0–1, in which it
   * had work and no processor. A mean over all threads would be that of the idle ones, which find a processor at once.
   */
  takeWaitShare(): number {
    const now = this.#read()
    const last = this.#last
    const elapsedNs = (this.#nowUs() - this.#lastUs) * 1_000
    this.#lastUs = this.#nowUs()
    this.#last = now
    const work = new Map([...now].map(([id, { runNs }]) => [id, runNs - (this.#first.get(id)?.runNs ?? 0)]))
    const least = Math.max(0, ...work.values()) * SHARE_OF_BUSIEST
    const waits = [...now].flatMap(([id, { waitNs }]) =>
      (work.get(id) ?? 0) >= least ? [waitNs - (last.get(id)?.waitNs ?? 0)] : [],
    )
    // What it waited for before is counted when it gets its processor: it may be more than the time that has passed.
    return elapsedNs <= 0 ? 0 : Math.min(1, Math.max(0, ...waits) / elapsedNs)
  }
}

function threadIds(): string[] {
  try {
    return readdirSync('/proc/self/task')
  } catch {
    // As with readText: another system.
    return []
  }
}
