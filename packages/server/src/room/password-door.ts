// The password at the door of one room: guesses are bounded by network, and what many say at once is worked out once.

import { createHash } from 'node:crypto'
import { Refusal } from '@parley/protocol'
import { countedAddress } from '../limits/address.ts'
import type { RateByKey } from '../limits/rate-by-key.ts'
import type { Passwords } from './rules.ts'

export interface PasswordDoorOptions {
  readonly passwords: Pick<Passwords, 'matches'>
  /** Wrong passwords, by network. */
  readonly attempts: RateByKey
}

export class PasswordDoor {
  readonly #options: PasswordDoorOptions
  /** Comparisons under way: a class that comes in at once says the same. */
  readonly #comparing = new Map<string, Promise<boolean>>()
  /** What was right the last time: whoever says it again need not wait. */
  #right: string | undefined

  constructor(options: PasswordDoorOptions) {
    this.#options = options
  }

  /** Refusal: session.tooFast. */
  async fits(password: string, hash: string, address: string): Promise<boolean> {
    // Of the stored hash too: one that was changed makes another guess of the same words.
    const guess = createHash('sha256').update(`${hash}\0${password}`).digest('base64url')
    if (guess === this.#right) return true
    const known = this.#comparing.get(guess)
    if (known !== undefined) return await known
    const comparing = this.#compare(password, hash, countedAddress(address))
    this.#comparing.set(guess, comparing)
    try {
      const fits = await comparing
      if (fits) this.#right = guess
      return fits
    } finally {
      this.#comparing.delete(guess)
    }
  }

  /** Counted as vain until it has succeeded: many at once are no way around the bound. */
  async #compare(password: string, hash: string, network: string): Promise<boolean> {
    const { attempts, passwords } = this.#options
    if (!attempts.take(network)) throw new Refusal('session.tooFast', 'too many wrong passwords')
    // Only a wrong password counts: that we could not compare is not the person's doing.
    let wrong = false
    try {
      wrong = !(await passwords.matches(password, hash))
      return !wrong
    } finally {
      if (!wrong) attempts.giveBack(network)
    }
  }
}
