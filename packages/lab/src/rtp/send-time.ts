// The moment of sending as the last eight bytes of a frame: decoders ignore them, and a receiver on the same host
// learns the true one-way latency.

import { readU16, readU32, writeU16, writeU32 } from './bytes.ts'

export const SEND_TIME_BYTES = 8
export const NO_SEND_TIME = -1
const MARK = 0x9a4c
const CYCLE = 0x1_0000_0000

/** @param nowUs whole microseconds of the host's monotonic clock, below 2^48 */
export function writeSendTime(packet: Uint8Array, at: number, nowUs: number): void {
  const whole = Math.floor(nowUs)
  writeU16(packet, at, MARK)
  writeU16(packet, at + 2, Math.floor(whole / CYCLE))
  writeU32(packet, at + 4, whole)
}

/** NO_SEND_TIME for frames of others, which end as they like. `end`: of the payload. */
export function readSendTimeUs(packet: Uint8Array, end: number): number {
  const at = end - SEND_TIME_BYTES
  if (readU16(packet, at) !== MARK) return NO_SEND_TIME
  return readU16(packet, at + 2) * CYCLE + readU32(packet, at + 4)
}
