// How many files one address may send and fetch: so many at once, and so many in a while.

import { RateByKey } from '../limits/rate-by-key.ts'
import { Tally } from '../limits/tally.ts'

export interface TransferLimits {
  /** At once, for one address. */
  readonly transfers: number
  /** On average, for one address. */
  readonly transfersPerSecond: number
}

/** So many at once after a pause: a page of history may show this many pictures. */
const burst = 200

export class Transfers {
  readonly #atOnce: number
  readonly #rate: RateByKey
  readonly #open = new Tally()

  /** @param clock ms of a clock that never goes back */
  constructor({ transfers, transfersPerSecond }: TransferLimits, clock: () => number) {
    this.#atOnce = transfers
    this.#rate = new RateByKey({ perMinute: transfersPerSecond * 60, atOnce: burst, clock })
  }

  /** Returns what ends the transfer, to be called once; or why it cannot begin. */
  begin(address: string): (() => void) | 'tooMany' | 'tooFast' {
    if (!this.#rate.take(address)) return 'tooFast'
    if (!this.#open.take(address, this.#atOnce)) return 'tooMany'
    return () => this.#open.give(address)
  }
}
