// Tells how well participants are connected, about once a second and only what has changed: all of who sends, others of themselves.

import { Quality, type Rated } from './topology/quality.ts'

/** Scores change with every report of a receiver; people want to know whether somebody is connected badly. */
const coalesceMs = 1_000

export class Qualities {
  readonly #quality = new Quality()
  readonly #tell: (rated: readonly Rated[], to?: string) => void
  /** They do not know what the others were told. */
  readonly #newcomers = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #closed = false

  /** @param tell to one alone, or to all */
  constructor(tell: (rated: readonly Rated[], to?: string) => void) {
    this.#tell = tell
  }

  /** What a participant sends (`up`) or receives (`down`) of a track, 0–10; undefined: nothing any more. */
  rate(...rating: Parameters<Quality['rate']>): void {
    this.#quality.rate(...rating)
    this.#tellSoon()
  }

  came(participant: string): void {
    this.#newcomers.add(participant)
    this.#tellSoon()
  }

  left(participant: string): void {
    this.#newcomers.delete(participant)
    this.#quality.forget(participant)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #tellSoon(): void {
    if (this.#closed) return
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const known = this.#quality.told
      if (known.length > 0) for (const newcomer of this.#newcomers) this.#tell(known, newcomer)
      this.#newcomers.clear()
      const { forAll, forThemselves } = this.#quality.take()
      if (forAll.length > 0) this.#tell(forAll)
      for (const rated of forThemselves) this.#tell([rated], rated.participant)
    }, coalesceMs)
  }
}
