// How much noise is made about who comes and goes: the fuller the room and the busier its door, the less. Pure.

import type { Change } from './comings.ts'

/** In a room of more, each single one is no news any more. */
const mostForSounds = 8
const mostForWords = 20
/** After one sound the next one waits so long. */
const quietMs = 4_000

export class ArrivalNoise {
  #lastMs = Number.NEGATIVE_INFINITY

  /** Whether to say who it was. Several at once make one sentence in any case. */
  isSaid(people: number): boolean {
    return people <= mostForWords
  }

  /**
   * Which sound to make, if any.
   * @param people how many are in the room now
   * @param joined how many have come in one go, and `left` gone
   */
  soundOf(people: number, { joined, left }: Record<Change, number>, nowMs: number): Change | undefined {
    if (people > mostForSounds || joined + left !== 1 || nowMs - this.#lastMs < quietMs) return undefined
    this.#lastMs = nowMs
    return joined === 1 ? 'joined' : 'left'
  }
}
