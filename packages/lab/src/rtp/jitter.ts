// Interarrival jitter as RFC 3550 §6.4.1 and appendix A.8 define it.

export class Jitter {
  readonly #clockRate: number
  #transit: number | undefined
  #jitter = 0

  constructor(clockRate: number) {
    this.#clockRate = clockRate
  }

  /** In units of the RTP clock, as report blocks carry it. */
  get value(): number {
    return this.#jitter
  }

  get seconds(): number {
    return this.#jitter / this.#clockRate
  }

  add(timestamp: number, arrivalUs: number): void {
    const transit = (arrivalUs * this.#clockRate) / 1_000_000 - timestamp
    if (this.#transit !== undefined) {
      // Timestamps wrap at 32 bits.
      const difference = Math.abs(wrapped(transit - this.#transit))
      this.#jitter += (difference - this.#jitter) / 16
    }
    this.#transit = transit
  }
}

function wrapped(difference: number): number {
  const cycle = 0x1_0000_0000
  return difference - cycle * Math.round(difference / cycle)
}
