// How many rooms one person, and one address, may open or found in a while: each costs a row, and lingers when it is empty.

import { Refusal } from '@parley/protocol'
import type { Metrics } from '../metrics/metrics.ts'
import { countedAddress } from './network-address.ts'
import { RateByKey } from './rate-by-key.ts'

export interface RoomOpeningsOptions {
  readonly perPerson: number
  readonly perAddress: number
  readonly metrics: Pick<Metrics, 'quotaRefusals'>
  readonly clock: () => number
}

export class RoomOpenings {
  readonly #ofPerson: RateByKey
  readonly #ofAddress: RateByKey
  readonly #metrics: Pick<Metrics, 'quotaRefusals'>

  constructor({ perPerson, perAddress, metrics, clock }: RoomOpeningsOptions) {
    this.#ofPerson = new RateByKey({ perMinute: perPerson, clock })
    this.#ofAddress = new RateByKey({ perMinute: perAddress, clock })
    this.#metrics = metrics
  }

  /** Counts one. Refusal: session.quota. */
  take({ address, person }: { readonly address: string; readonly person: string }): void {
    // The address first: who comes as a new guest each time has only that.
    if (this.#ofAddress.take(countedAddress(address)) && this.#ofPerson.take(person)) return
    this.#metrics.quotaRefusals.inc({ quota: 'roomOpenings' })
    throw new Refusal('session.quota', 'rooms opened within a minute')
  }
}
