// How often something may happen for each key: a token bucket for each of those that were heard of lately.

import { TokenBucket } from './token-bucket.ts'

export interface RateByKeyOptions {
  /** On average and at once. */
  readonly perMinute: number
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
    const { perMinute, clock } = this.#options
    const nowMs = clock()
    const bucket = this.#buckets.get(key) ?? new TokenBucket(perMinute / 60, perMinute, nowMs)
    // Put last again: the first of a map is the one that was heard of longest ago.
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > this.#mostKeys && oldest !== undefined) this.#buckets.delete(oldest)
    return bucket.take(nowMs)
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#buckets.size
  }
}
