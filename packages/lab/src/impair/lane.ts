// Decides when each packet of one direction arrives, if at all. Pure but for what it remembers: time and chance are given.

import type { Random } from '../rtc/random.ts'
import { checkImpairment, type GilbertElliottLoss, type Impairment, noImpairment } from './impairment.ts'

const defaultQueueMs = 200

export interface LaneCounts {
  offered: number
  lost: number
  /** Lost because the queue of the line was full. */
  overflowed: number
  duplicated: number
}

export class Lane {
  readonly counts: LaneCounts = { offered: 0, lost: 0, overflowed: 0, duplicated: 0 }
  readonly #random: Random
  #impairment: Impairment = noImpairment
  #isBad = false
  /** When the line has carried all that it was given. */
  #freeAtMs = 0
  #lastArrivalMs = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** Holds for what is offered from now on; what is under way arrives as it was to. */
  set(impairment: Impairment): void {
    this.#impairment = checkImpairment(impairment)
    this.#isBad = false
  }

  /** A packet of so many bytes: when it arrives, once or twice; nothing: never. */
  offer(bytes: number, nowMs: number): number[] {
    this.counts.offered++
    if (this.#impairment.outage === true || this.#isLost()) {
      this.counts.lost++
      return []
    }
    const carriedAtMs = this.#carry(bytes, nowMs)
    if (carriedAtMs === undefined) {
      this.counts.overflowed++
      return []
    }
    const arrivals = [this.#arrival(carriedAtMs)]
    if (this.#happens(this.#impairment.duplicate)) {
      this.counts.duplicated++
      arrivals.push(this.#arrival(carriedAtMs))
    }
    return arrivals
  }

  #isLost(): boolean {
    const { loss } = this.#impairment
    if (loss === undefined) return false
    if (loss.kind === 'uniform') return this.#happens(loss.rate)
    return this.#isLostInBurst(loss)
  }

  #isLostInBurst({ toBad, toGood, lossInGood, lossInBad }: GilbertElliottLoss): boolean {
    if (this.#happens(this.#isBad ? toGood : toBad)) this.#isBad = !this.#isBad
    return this.#happens(this.#isBad ? lossInBad : lossInGood)
  }

  /** When the line has carried it; undefined where its queue is full. */
  #carry(bytes: number, nowMs: number): number | undefined {
    const { rateBps } = this.#impairment
    if (rateBps === undefined) return nowMs
    const { queueBytes = (rateBps * defaultQueueMs) / 8_000 } = this.#impairment
    const waitingBytes = (Math.max(0, this.#freeAtMs - nowMs) * rateBps) / 8_000
    if (waitingBytes > 0 && waitingBytes + bytes > queueBytes) return undefined
    this.#freeAtMs = Math.max(nowMs, this.#freeAtMs) + (bytes * 8_000) / rateBps
    return this.#freeAtMs
  }

  #arrival(carriedAtMs: number): number {
    const { delayMs = 0, jitterMs = 0, reorder } = this.#impairment
    if (this.#happens(reorder)) return carriedAtMs
    const arrivalMs = Math.max(this.#lastArrivalMs, carriedAtMs + delayMs + this.#random() * jitterMs)
    this.#lastArrivalMs = arrivalMs
    return arrivalMs
  }

  #happens(probability = 0): boolean {
    return probability > 0 && this.#random() < probability
  }
}
