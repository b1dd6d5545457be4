// The last facts of a room, for those whose socket was lost while they were told: so many, and so many bytes.

import type { AnyFact } from '@parley/protocol'

export interface HistoryLimits {
  readonly count: number
  readonly bytes: number
}

/** At 10 facts a second, which is a busy room, this is the 100 seconds that a dead socket and its grace may last. */
const usual: HistoryLimits = { count: 1024, bytes: 256 * 1024 }

export class FactHistory {
  readonly #limits: HistoryLimits
  #facts: { readonly fact: AnyFact; readonly bytes: number }[] = []
  /** Those before are forgotten and leave the list from time to time, since shortening it costs its length. */
  #from = 0
  #bytes = 0

  constructor(limits: HistoryLimits = usual) {
    this.#limits = limits
  }

  add(fact: AnyFact): void {
    const bytes = approximateBytes(fact)
    this.#facts.push({ fact, bytes })
    this.#bytes += bytes
    const { count, bytes: most } = this.#limits
    while (this.#facts.length - this.#from > count || this.#bytes > most) {
      this.#bytes -= this.#facts[this.#from]?.bytes ?? 0
      this.#from += 1
    }
    if (this.#from < count) return
    this.#facts = this.#facts.slice(this.#from)
    this.#from = 0
  }

  /** The facts after this number up to the last one told; undefined where some of them are forgotten. */
  since(seq: number, lastSeq: number): AnyFact[] | undefined {
    const wanted = lastSeq - seq
    if (wanted < 0 || wanted > this.#facts.length - this.#from) return undefined
    return this.#facts.slice(this.#facts.length - wanted).map(({ fact }) => fact)
  }
}

/** What a message takes in memory, roughly: exact enough for a bound, and far cheaper than writing it out. */
export function approximateBytes(value: unknown): number {
  if (typeof value === 'string') return 16 + value.length
  if (typeof value !== 'object' || value === null) return 8
  let sum = 32
  for (const inner of Object.values(value)) sum += approximateBytes(inner)
  return sum
}
