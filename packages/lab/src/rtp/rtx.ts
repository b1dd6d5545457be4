// Retransmission packets (RFC 4588): the original with another SSRC and its old sequence number before the payload.

import { readU16, writeU16 } from './bytes.ts'
import type { RtpHeader } from './packet.ts'

export const OSN_BYTES = 2

/**
 * Turns the header of a retransmission into that of the packet it repeats, in place; the packet stays as it is.
 * False for one without payload, which only fills the line.
 */
export function restoreOriginal(packet: Uint8Array, header: RtpHeader, ssrc: number, payloadType: number): boolean {
  if (header.payloadEnd - header.payloadStart < OSN_BYTES) return false
  header.sequenceNumber = readU16(packet, header.payloadStart)
  header.payloadStart += OSN_BYTES
  header.ssrc = ssrc
  header.payloadType = payloadType
  return true
}

/** Writes the payload of a retransmission at `at`; returns where it ends. */
export function writeRetransmission(
  into: Uint8Array,
  at: number,
  originalSequence: number,
  original: Uint8Array,
): number {
  writeU16(into, at, originalSequence)
  into.set(original, at + OSN_BYTES)
  return at + OSN_BYTES + original.length
}
