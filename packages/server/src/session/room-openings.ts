// How many rooms one person, and one address, may open or found in a while: each costs a row, and lingers when it is empty.

import { Refusal } from '@parley/protocol'
import { countedAddress } from '../limits/address.ts'
import { RateByKey } from '../limits/rate-by-key.ts'

export interface RoomOpeningsOptions {
  readonly perPerson: number
  readonly perAddress: number
  /** Told of each refusal. */
  readonly refused: () => void
  readonly clock: () => number
}

export class RoomOpenings {
  readonly #ofPerson: RateByKey
  readonly #ofAddress: RateByKey
  readonly #refused: () => void

  constructor({ perPerson, perAddress, refused, clock }: RoomOpeningsOptions) {
    this.#ofPerson = new RateByKey({ perMinute: perPerson, clock })
    this.#ofAddress = new RateByKey({ perMinute: perAddress, clock })
    this.#refused = refused
  }

  /** Counts one. Refusal: session.quota. */
  take({ address, person }: { readonly address: string; readonly person: string }): void {
    // The address first: who comes as a new guest each time has only that.
    if (this.#ofAddress.take(countedAddress(address)) && this.#ofPerson.take(person)) return
    this.#refused()
    throw new Refusal('session.quota', 'rooms opened within a minute')
  }
}
