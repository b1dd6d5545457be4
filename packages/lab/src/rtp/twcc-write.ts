// Transport-wide congestion control feedback, built: draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.

import { writeU16, writeU24, writeU32 } from './bytes.ts'
import { extend } from './sequence.ts'

export const TRANSPORT_FEEDBACK = 205
export const TWCC_FORMAT = 15
const TICK_US = 250
const REFERENCE_US = 64_000
const HEADER_BYTES = 20
/** Of one feedback packet: with deltas of two bytes it stays below 1200 bytes. */
const MOST_REPORTED = 400
/** A gap longer than this is not spelled out: the next feedback begins behind it. */
const LARGEST_SPAN = 1_000

/** What arrived since the last feedback of one transport; reused for its whole life. */
export class ArrivalLog {
  readonly #sequences = new Float64Array(MOST_REPORTED)
  readonly #arrivals = new Float64Array(MOST_REPORTED)
  #count = 0
  #highest = -1
  #feedbackCount = 0

  get isFull(): boolean {
    return this.#count === MOST_REPORTED
  }

  get isEmpty(): boolean {
    return this.#count === 0
  }

  /** @param sequenceNumber transport-wide, 16 bits. Call `build` first when the log is full. */
  add(sequenceNumber: number, arrivalUs: number): void {
    const extended = this.#highest < 0 ? sequenceNumber + 0x10000 : extend(sequenceNumber, this.#highest)
    if (extended > this.#highest) this.#highest = extended
    // Sorted by insertion: nearly all come in order.
    let at = this.#count
    while (at > 0 && (this.#sequences[at - 1] ?? 0) > extended) at--
    if (at > 0 && this.#sequences[at - 1] === extended) return
    for (let move = this.#count; move > at; move--) {
      this.#sequences[move] = this.#sequences[move - 1] ?? 0
      this.#arrivals[move] = this.#arrivals[move - 1] ?? 0
    }
    this.#sequences[at] = extended
    this.#arrivals[at] = arrivalUs
    this.#count++
  }

  /** Writes one feedback packet into `into` (1500 bytes), empties what it told, and returns its length; 0: nothing. */
  build(into: Uint8Array, senderSsrc: number, mediaSsrc: number): number {
    if (this.#count === 0) return 0
    const told = this.#countToTell()
    const base = this.#sequences[0] ?? 0
    const span = (this.#sequences[told - 1] ?? 0) - base + 1
    const referenceTicks = Math.floor((this.#arrivals[0] ?? 0) / REFERENCE_US)
    into.fill(0, 0, HEADER_BYTES)
    writeU32(into, 4, senderSsrc)
    writeU32(into, 8, mediaSsrc)
    writeU16(into, 12, base & 0xffff)
    writeU16(into, 14, span)
    writeU24(into, 16, referenceTicks & 0xffffff)
    into[19] = this.#feedbackCount
    this.#feedbackCount = (this.#feedbackCount + 1) & 0xff
    const end = this.#writeArrivals(into, told, base, span, referenceTicks * REFERENCE_US)
    this.#forget(told)
    return finish(into, end)
  }

  #countToTell(): number {
    const base = this.#sequences[0] ?? 0
    let told = 1
    while (told < this.#count && (this.#sequences[told] ?? 0) - base < LARGEST_SPAN) told++
    return told
  }

  /** Status vectors of seven two-bit symbols each, then the deltas; returns the end. */
  #writeArrivals(into: Uint8Array, told: number, base: number, span: number, referenceUs: number): number {
    const chunks = Math.ceil(span / 7)
    let deltaAt = HEADER_BYTES + chunks * 2
    let previousUs = referenceUs
    let index = 0
    for (let chunk = 0; chunk < chunks; chunk++) {
      let bits = 0xc000
      for (let position = 0; position < 7; position++) {
        if (index >= told || this.#sequences[index] !== base + chunk * 7 + position) continue
        const ticks = clamp(Math.round(((this.#arrivals[index] ?? 0) - previousUs) / TICK_US))
        // Rounding must not add up: the receiver sums what was told.
        previousUs += ticks * TICK_US
        const isSmall = ticks >= 0 && ticks <= 0xff
        bits |= (isSmall ? 1 : 2) << (12 - 2 * position)
        if (isSmall) into[deltaAt] = ticks
        else writeU16(into, deltaAt, ticks & 0xffff)
        deltaAt += isSmall ? 1 : 2
        index++
      }
      writeU16(into, HEADER_BYTES + chunk * 2, bits)
    }
    return deltaAt
  }

  #forget(told: number): void {
    this.#sequences.copyWithin(0, told, this.#count)
    this.#arrivals.copyWithin(0, told, this.#count)
    this.#count -= told
  }
}

function clamp(ticks: number): number {
  return Math.min(0x7fff, Math.max(-0x8000, ticks))
}

/** Pads to a multiple of four bytes and writes the RTCP header. */
function finish(into: Uint8Array, end: number): number {
  const padding = (4 - (end % 4)) % 4
  const length = end + padding
  if (padding > 0) {
    into.fill(0, end, length)
    into[length - 1] = padding
  }
  into[0] = 0x80 | (padding > 0 ? 0x20 : 0) | TWCC_FORMAT
  into[1] = TRANSPORT_FEEDBACK
  writeU16(into, 2, length / 4 - 1)
  return length
}
