// Transport-wide congestion control feedback, read: draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.

import { readU8, readU16, readU24 } from './bytes.ts'

export interface TwccFeedback {
  readonly type: 'twcc'
  readonly baseSequence: number
  readonly feedbackCount: number
  readonly referenceTimeUs: number
  /** One for each packet from the base on: its arrival, or undefined for one that did not come. */
  readonly arrivalsUs: readonly (number | undefined)[]
}

/** A whole RTCP packet of type 205, format 15, at [start, end). */
export function readTwcc(bytes: Uint8Array, start: number, end: number): TwccFeedback {
  const count = readU16(bytes, start + 14)
  const referenceTimeUs = readU24(bytes, start + 16) * 64_000
  const { symbols, at } = readSymbols(bytes, start + 20, end, count)
  const arrivalsUs: (number | undefined)[] = []
  let deltaAt = at
  let timeUs = referenceTimeUs
  for (const symbol of symbols) {
    if (symbol === 0 || symbol === 3) {
      arrivalsUs.push(undefined)
      continue
    }
    timeUs += 250 * (symbol === 1 ? readU8(bytes, deltaAt) : (readU16(bytes, deltaAt) << 16) >> 16)
    deltaAt += symbol === 1 ? 1 : 2
    arrivalsUs.push(timeUs)
  }
  return {
    type: 'twcc',
    baseSequence: readU16(bytes, start + 12),
    feedbackCount: readU8(bytes, start + 19),
    referenceTimeUs,
    arrivalsUs,
  }
}

function readSymbols(bytes: Uint8Array, start: number, end: number, count: number): { symbols: number[]; at: number } {
  const symbols: number[] = []
  let at = start
  while (symbols.length < count && at + 2 <= end) {
    const chunk = readU16(bytes, at)
    at += 2
    if ((chunk & 0x8000) === 0) {
      // A run of one symbol.
      for (let left = Math.min(chunk & 0x1fff, count - symbols.length); left > 0; left--)
        symbols.push((chunk >> 13) & 3)
      continue
    }
    const bits = (chunk & 0x4000) === 0 ? 1 : 2
    for (let shift = 14 - bits; shift >= 0 && symbols.length < count; shift -= bits) {
      symbols.push((chunk >> shift) & (bits === 1 ? 1 : 3))
    }
  }
  return { symbols, at }
}
