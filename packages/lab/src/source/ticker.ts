// The one timer of a process: everything that happens on time hangs on it.

import { Histogram } from '../rtp/histogram.ts'

export interface Ticking {
  tick(nowUs: number): void
}

/** Coarse enough to cost little, fine enough for packets every 20 ms. */
export const TICK_MS = 5

/** Runs only while something hangs on it. */
export class Ticker {
  /** From the beginning of one tick to that of the next, minus TICK_MS: how late this process is, µs. */
  readonly lateness = new Histogram()
  readonly #nowUs: () => number
  readonly #onError: (error: unknown) => void
  readonly #all = new Set<Ticking>()
  #timer: NodeJS.Timeout | undefined
  #lastUs = 0

  /** `onError` hears what one of them throws; the others go on. */
  constructor(nowUs: () => number, onError: (error: unknown) => void) {
    this.#nowUs = nowUs
    this.#onError = onError
  }

  add(ticking: Ticking): void {
    this.#all.add(ticking)
    if (this.#timer !== undefined) return
    this.#lastUs = this.#nowUs()
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  remove(ticking: Ticking): void {
    this.#all.delete(ticking)
    if (this.#all.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #tick(): void {
    const nowUs = this.#nowUs()
    this.lateness.add(nowUs - this.#lastUs - TICK_MS * 1_000)
    this.#lastUs = nowUs
    for (const ticking of this.#all) {
      try {
        ticking.tick(nowUs)
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}
