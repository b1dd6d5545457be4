// What a session was told and may not have heard: counts notifications, and keeps the own ones until they have arrived.

import type { AnyNotification } from '@parley/protocol'
import { approximateBytes } from '../room/fact-history.ts'

/** A notification of class own that may have to be told again. */
export interface Kept {
  readonly notification: AnyNotification
  /** The last fact of its room that was told before it. */
  readonly afterSeq: number
}

interface Entry extends Kept {
  /** Its place among all notifications of the session; infinite: no socket has taken it. */
  readonly number: number
  readonly bytes: number
}

export interface ToldLimits {
  readonly count: number
  readonly bytes: number
}

const usual: ToldLimits = { count: 512, bytes: 512 * 1024 }
/** So many kept ones are reason to ask whether they have arrived. */
const askEvery = 16

export class Told {
  readonly #limits: ToldLimits
  #count = 0
  #entries: Entry[] = []
  #bytes = 0
  /** The last one that was given up although nobody knows whether it arrived. */
  #givenUp = 0

  constructor(limits: ToldLimits = usual) {
    this.#limits = limits
  }

  /** How many notifications the sockets of this session have taken. */
  get count(): number {
    return this.#count
  }

  /** A fact or something passing: who missed it learns it otherwise, or needs it no more. */
  passed(taken: boolean): void {
    if (taken) this.#count += 1
  }

  /** An own one. True: ask the other side for a sign of life, so that this list gets shorter. */
  own(notification: AnyNotification, afterSeq: number, taken: boolean): boolean {
    this.passed(taken)
    const bytes = approximateBytes(notification)
    this.#entries.push({ notification, afterSeq, bytes, number: taken ? this.#count : Number.POSITIVE_INFINITY })
    this.#bytes += bytes
    while (this.#entries.length > this.#limits.count || this.#bytes > this.#limits.bytes) this.#giveUpOldest()
    return this.#entries.length % askEvery === 0
  }

  /** The other side has heard everything up to this number. */
  heardUpTo(number: number): void {
    const first = this.#entries.findIndex((entry) => entry.number > number)
    const heard = this.#entries.splice(0, first === -1 ? this.#entries.length : first)
    for (const { bytes } of heard) this.#bytes -= bytes
  }

  /**
   * Another socket, whose side has heard so many: hands over what it has missed, to be told again.
   * Undefined: that is more than was kept.
   */
  missed(received: number): Kept[] | undefined {
    const isComplete = received >= this.#givenUp && received <= this.#count
    this.heardUpTo(received)
    const missed = this.#entries
    this.#entries = []
    this.#bytes = 0
    this.#count = received
    // Who asks once more because no answer came must not be told that it missed nothing.
    if (!isComplete) this.#givenUp = received + 1
    return isComplete ? missed : undefined
  }

  #giveUpOldest(): void {
    const oldest = this.#entries.shift()
    if (oldest === undefined) return
    this.#bytes -= oldest.bytes
    this.#givenUp = Math.max(this.#givenUp, oldest.number)
  }
}
