// How late the event loop is: a timer that asks itself. monitorEventLoopDelay of node:perf_hooks forgets a standstill
// that ends with its own reset, which is just when a late sample is taken.

import { Histogram } from '../rtp/histogram.ts'

export interface Lag {
  readonly p99Ms: number
  readonly maxMs: number
}

const LOOK_MS = 20

export class LoopLag {
  readonly #nowUs: () => number
  readonly #lags = new Histogram()
  #timer: NodeJS.Timeout | undefined
  #dueUs = 0

  constructor(nowUs: () => number) {
    this.#nowUs = nowUs
  }

  start(): void {
    clearTimeout(this.#timer)
    this.#dueUs = this.#nowUs() + LOOK_MS * 1_000
    this.#timer = setTimeout(() => {
      this.#lags.add(this.#nowUs() - this.#dueUs)
      this.start()
    }, LOOK_MS)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  /** Since the last call. */
  take(): Lag {
    const waitingUs = this.#nowUs() - this.#dueUs
    // It is late already and only waits for its turn behind us.
    if (waitingUs > 0) this.#lags.add(waitingUs)
    const lag = { p99Ms: this.#lags.percentile(0.99) / 1_000, maxMs: this.#lags.max / 1_000 }
    this.#lags.reset()
    this.start()
    return lag
  }
}
