// How many files one address may send and fetch: so many at once, and so many in a while.

import { TokenBucket } from '../session/token-bucket.ts'

export interface TransferLimits {
  /** At once, for one address. */
  readonly transfers: number
  /** On average, for one address. */
  readonly transfersPerSecond: number
}

/** So many at once after a pause: a page of history may show this many pictures. */
const burst = 200
/** Addresses that are remembered; those that were heard of longest ago are forgotten first. */
const mostRemembered = 10_000

export class Transfers {
  readonly #limits: TransferLimits
  /** ms of a clock that never goes back. */
  readonly #clock: () => number
  readonly #open = new Map<string, number>()
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(limits: TransferLimits, clock: () => number) {
    this.#limits = limits
    this.#clock = clock
  }

  /** Returns what ends the transfer, to be called once; or why it cannot begin. */
  begin(address: string): (() => void) | 'tooMany' | 'tooFast' {
    if (!this.#bucket(address).take(this.#clock(), 1)) return 'tooFast'
    const open = this.#open.get(address) ?? 0
    if (open >= this.#limits.transfers) return 'tooMany'
    this.#open.set(address, open + 1)
    return () => this.#ended(address)
  }

  #ended(address: string): void {
    const open = (this.#open.get(address) ?? 1) - 1
    if (open > 0) this.#open.set(address, open)
    else this.#open.delete(address)
  }

  #bucket(address: string): TokenBucket {
    const bucket = this.#buckets.get(address) ?? new TokenBucket(this.#limits.transfersPerSecond, burst, this.#clock())
    // Put last again: the first of a map is the one that was heard of longest ago.
    this.#buckets.delete(address)
    this.#buckets.set(address, bucket)
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > mostRemembered && oldest !== undefined) this.#buckets.delete(oldest)
    return bucket
  }
}
