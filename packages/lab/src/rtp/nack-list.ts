// Which packets of a received stream are missing, when to ask for them again, and when to give up.

export interface NackTimes {
  /** Packets often overtake each other: so long a gap is not yet a loss. */
  readonly reorderUs: number
  readonly repeatUs: number
  readonly mostRequests: number
  readonly mostMissing: number
}

const USUAL: NackTimes = { reorderUs: 5_000, repeatUs: 100_000, mostRequests: 10, mostMissing: 500 }

interface Missing {
  dueUs: number
  requests: number
}

export class NackList {
  readonly #times: NackTimes
  readonly #missing = new Map<number, Missing>()
  #givenUp = 0

  constructor(times: NackTimes = USUAL) {
    this.#times = times
  }

  get size(): number {
    return this.#missing.size
  }

  /** How many never came, however often they were asked for. */
  get givenUp(): number {
    return this.#givenUp
  }

  /** Packets [from, to) were skipped. Extended sequence numbers. */
  skipped(from: number, to: number, nowUs: number): void {
    const first = Math.max(from, to - this.#times.mostMissing)
    this.#givenUp += first - from
    for (let sequence = first; sequence < to; sequence++) {
      this.#missing.set(sequence, { dueUs: nowUs + this.#times.reorderUs, requests: 0 })
    }
    for (const sequence of this.#missing.keys()) {
      if (this.#missing.size <= this.#times.mostMissing) break
      this.#missing.delete(sequence)
      this.#givenUp++
    }
  }

  /** It came after all, be it late or repeated; true if it was missing. */
  arrived(extendedSequence: number): boolean {
    return this.#missing.size > 0 && this.#missing.delete(extendedSequence)
  }

  /** What to ask for now, ascending as it was skipped; 16 bits each. */
  takeDue(nowUs: number): number[] {
    const due: number[] = []
    for (const [sequence, missing] of this.#missing) {
      if (missing.dueUs > nowUs) continue
      if (missing.requests >= this.#times.mostRequests) {
        this.#missing.delete(sequence)
        this.#givenUp++
        continue
      }
      missing.requests++
      missing.dueUs = nowUs + this.#times.repeatUs
      due.push(sequence & 0xffff)
    }
    return due
  }
}
