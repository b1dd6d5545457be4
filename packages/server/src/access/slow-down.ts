// Bounds guessing: failed attempts are counted by name and by network, and each is forgotten after a while.

import { Refusal } from '@parley/protocol'

/** So many failures at once; from then on as many as are forgotten, one each `forgetMs`. */
const byName = { burst: 10, forgetMs: 60_000 }
const byNetwork = { burst: 30, forgetMs: 2_000 }
/** Counters that are kept of each kind; the oldest give way. */
const mostCounters = 10_000

/** One attempt, counted as failed until it succeeds: many at once are no way around the bound. */
export interface Attempt {
  succeeded(): void
}

export class SlowDown {
  readonly #names: Counters
  readonly #networks: Counters
  /** Where people have signed in from: there they are not held up by what others try with their name. */
  readonly #known = new Set<string>()

  constructor(now: () => number) {
    this.#names = new Counters(byName, now)
    this.#networks = new Counters(byNetwork, now)
  }

  /** `network`: whoever comes from there counts as one. Refuses with session.tooFast. */
  begin(name: string, network: string): Attempt {
    const place = `${network} ${name}`
    const nameCounter = this.#known.has(place) ? place : name
    if (!this.#networks.take(network)) throw new Refusal('session.tooFast', 'too many attempts to sign in')
    if (!this.#names.take(nameCounter)) throw new Refusal('session.tooFast', 'too many attempts to sign in')
    return {
      succeeded: () => {
        this.#networks.giveBack(network)
        this.#names.giveBack(nameCounter)
        this.#know(place)
      },
    }
  }

  #know(place: string): void {
    this.#known.delete(place)
    this.#known.add(place)
    const [oldest] = this.#known
    if (this.#known.size > mostCounters && oldest !== undefined) this.#known.delete(oldest)
  }
}

/** Leaky buckets, one per key. */
class Counters {
  readonly #burst: number
  readonly #forgetMs: number
  readonly #now: () => number
  readonly #counters = new Map<string, { level: number; atMs: number }>()

  constructor({ burst, forgetMs }: { burst: number; forgetMs: number }, now: () => number) {
    this.#burst = burst
    this.#forgetMs = forgetMs
    this.#now = now
  }

  take(key: string): boolean {
    const level = this.#level(key) + 1
    if (level > this.#burst) return false
    this.#set(key, level)
    const oldest = this.#counters.keys().next()
    if (this.#counters.size > mostCounters && !oldest.done) this.#counters.delete(oldest.value)
    return true
  }

  giveBack(key: string): void {
    this.#set(key, this.#level(key) - 1)
  }

  #level(key: string): number {
    const { level, atMs } = this.#counters.get(key) ?? { level: 0, atMs: 0 }
    return Math.max(0, level - (this.#now() - atMs) / this.#forgetMs)
  }

  #set(key: string, level: number): void {
    this.#counters.delete(key)
    if (level > 0) this.#counters.set(key, { level, atMs: this.#now() })
  }
}
