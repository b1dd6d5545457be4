// Opus packets (RFC 6716 §3.2) rewritten so that they end in bytes of ours, which decoders skip as padding.

import { readU8 } from './bytes.ts'

const CODE_MASK = 0x03
const CODE_ANY_COUNT = 0x03
/** Constant bit rate, padding, one frame. */
const ONE_FRAME_WITH_PADDING = 0x41

/**
 * The same one frame with `bytes` (at most 254) of padding at the end, as a code 3 packet.
 * Undefined for packets with several frames.
 */
export function withPadding(packet: Uint8Array, bytes: number): Uint8Array | undefined {
  if (packet.length === 0 || (readU8(packet, 0) & CODE_MASK) !== 0) return undefined
  const padded = new Uint8Array(packet.length + 2 + bytes)
  padded[0] = readU8(packet, 0) | CODE_ANY_COUNT
  padded[1] = ONE_FRAME_WITH_PADDING
  padded[2] = bytes
  padded.set(packet.subarray(1), 3)
  return padded
}
