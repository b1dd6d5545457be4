// The header of an RTP packet (RFC 3550 §5.1), read in place.

import { readU8, readU16, readU32 } from './bytes.ts'

export const FIXED_HEADER_BYTES = 12
/** RFC 8285 §4.2: the mark of one-byte header extensions. */
export const ONE_BYTE_PROFILE = 0xbede

/** One object is filled again and again: a packet costs no allocation. */
export interface RtpHeader {
  marker: boolean
  payloadType: number
  sequenceNumber: number
  timestamp: number
  ssrc: number
  /** Elements of one-byte extensions stand in [extensionsStart, extensionsEnd); equal when there are none. */
  extensionsStart: number
  extensionsEnd: number
  /** The payload without padding stands in [payloadStart, payloadEnd). */
  payloadStart: number
  payloadEnd: number
}

export function emptyHeader(): RtpHeader {
  return {
    marker: false,
    payloadType: 0,
    sequenceNumber: 0,
    timestamp: 0,
    ssrc: 0,
    extensionsStart: 0,
    extensionsEnd: 0,
    payloadStart: 0,
    payloadEnd: 0,
  }
}

/** RFC 5761 §4: where RTP and RTCP share a port, the second byte tells them apart. */
export function isRtcp(packet: Uint8Array): boolean {
  const type = readU8(packet, 1)
  return type >= 192 && type <= 223
}

/** Fills `header`; false when this is no whole RTP packet. */
export function readHeader(packet: Uint8Array, header: RtpHeader): boolean {
  if (packet.length < FIXED_HEADER_BYTES) return false
  const first = readU8(packet, 0)
  if (first >> 6 !== 2) return false
  const second = readU8(packet, 1)
  header.marker = (second & 0x80) !== 0
  header.payloadType = second & 0x7f
  header.sequenceNumber = readU16(packet, 2)
  header.timestamp = readU32(packet, 4)
  header.ssrc = readU32(packet, 8)
  let at = FIXED_HEADER_BYTES + (first & 0x0f) * 4
  header.extensionsStart = header.extensionsEnd = at
  if ((first & 0x10) !== 0) {
    const end = at + 4 + readU16(packet, at + 2) * 4
    if (readU16(packet, at) === ONE_BYTE_PROFILE) {
      header.extensionsStart = at + 4
      header.extensionsEnd = end
    }
    at = end
  }
  header.payloadStart = at
  header.payloadEnd = packet.length - ((first & 0x20) === 0 ? 0 : readU8(packet, packet.length - 1))
  return header.payloadEnd >= at
}
