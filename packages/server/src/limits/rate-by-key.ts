// How often something may happen for each key, such as an address: a token bucket for each that was heard of lately.

import { TokenBucket } from './token-bucket.ts'

export interface RateByKeyOptions {
  /** On average, and at once too unless `atOnce` is given. */
  readonly perMinute: number
  readonly atOnce?: number
  /** Keys that are remembered; those that were heard of longest ago are forgotten first. */
  readonly mostKeys?: number
  /** ms of a clock that never goes back. */
  readonly clock: () => number
}

export class RateByKey {
  readonly #options: RateByKeyOptions
  readonly #mostKeys: number
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(options: RateByKeyOptions) {
    this.#options = options
    this.#mostKeys = options.mostKeys ?? 10_000
  }

  /** Whether it may happen for this key now; if so, it is counted. */
  take(key: string): boolean {
    const { perMinute, atOnce = perMinute, clock } = this.#options
    const nowMs = clock()
    const bucket = this.#buckets.get(key) ?? new TokenBucket(perMinute / 60, atOnce, nowMs)
    // Put last again: the first of a map is the one that was heard of longest ago.
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > this.#mostKeys && oldest !== undefined) this.#buckets.delete(oldest)
    return bucket.take(nowMs)
  }

  /** What was taken for this key does not count: only what is in vain is bounded. */
  giveBack(key: string): void {
    this.#buckets.get(key)?.giveBack()
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#buckets.size
  }
}
