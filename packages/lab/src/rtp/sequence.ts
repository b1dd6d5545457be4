// Sequence numbers of one received stream: extended beyond 16 bits, counted, with loss as RFC 3550 defines it.

/** The extended number nearest to `reference` whose low 16 bits are `sequenceNumber`. */
export function extend(sequenceNumber: number, reference: number): number {
  return reference + (((sequenceNumber - reference) << 16) >> 16)
}

/** RFC 3550 appendix A.3. Duplicates and late packets count as received, so that loss can become negative. */
export class SequenceTracker {
  #first = -1
  #highest = -1
  #received = 0
  #expectedPrior = 0
  #receivedPrior = 0

  get started(): boolean {
    return this.#first >= 0
  }

  /** Extended; −1 before the first packet. */
  get highest(): number {
    return this.#highest
  }

  get received(): number {
    return this.#received
  }

  get expected(): number {
    return this.started ? this.#highest - this.#first + 1 : 0
  }

  get lost(): number {
    return this.expected - this.#received
  }

  /** Counts a packet and returns its extended sequence number. */
  add(sequenceNumber: number): number {
    this.#received++
    if (!this.started) {
      // One cycle up, so that what was sent before the first packet seen is not negative.
      this.#first = this.#highest = sequenceNumber + 0x10000
      return this.#first
    }
    const extended = extend(sequenceNumber, this.#highest)
    if (extended > this.#highest) this.#highest = extended
    return extended
  }

  /** Share of packets lost since the last call, in 1/256, for a report block. */
  takeFractionLost(): number {
    const expected = this.expected - this.#expectedPrior
    const lost = expected - (this.#received - this.#receivedPrior)
    this.#expectedPrior = this.expected
    this.#receivedPrior = this.#received
    return expected === 0 || lost <= 0 ? 0 : Math.min(255, Math.floor((lost * 256) / expected))
  }
}
