// Bounds guessing: failed attempts are counted by name and by network, and each is forgotten after a while. More than a
// rate by key: where somebody has signed in before, others' attempts at the name do not count.

import { Refusal } from '@parley/protocol'
import { RateByKey } from '../limits/rate-by-key.ts'

/** So many failures at once; from then on as many as are forgotten. */
const byName = { atOnce: 10, perMinute: 1 }
const byNetwork = { atOnce: 30, perMinute: 30 }
/** Places that are remembered, where somebody has signed in. */
const mostPlaces = 10_000

/** One attempt, counted as failed until it succeeds: many at once are no way around the bound. */
export interface Attempt {
  succeeded(): void
  /** It was neither right nor wrong: we could not tell. */
  undone(): void
}

export class SlowDown {
  readonly #names: RateByKey
  readonly #networks: RateByKey
  /** Where people have signed in from: there they are not held up by what others try with their name. */
  readonly #known = new Set<string>()

  /** @param clock ms of one that never goes back */
  constructor(clock: () => number) {
    this.#names = new RateByKey({ ...byName, clock })
    this.#networks = new RateByKey({ ...byNetwork, clock })
  }

  /** `network`: whoever comes from there counts as one. Refuses with session.tooFast. */
  begin(name: string, network: string): Attempt {
    const place = `${network} ${name}`
    const nameCounter = this.#known.has(place) ? place : name
    if (!this.#networks.take(network)) throw new Refusal('session.tooFast', 'too many attempts to sign in')
    if (!this.#names.take(nameCounter)) throw new Refusal('session.tooFast', 'too many attempts to sign in')
    const undone = () => {
      this.#networks.giveBack(network)
      this.#names.giveBack(nameCounter)
    }
    return {
      undone,
      succeeded: () => {
        undone()
        this.#know(place)
      },
    }
  }

  #know(place: string): void {
    this.#known.delete(place)
    this.#known.add(place)
    const [oldest] = this.#known
    if (this.#known.size > mostPlaces && oldest !== undefined) this.#known.delete(oldest)
  }
}
