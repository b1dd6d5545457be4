// One-byte RTP header extensions (RFC 8285 §4.2): found in received packets, laid out for sent ones.

import { readU8, readU24, writeU24 } from './bytes.ts'
import { ONE_BYTE_PROFILE, type RtpHeader } from './packet.ts'

export const NOT_FOUND = -1
const RESERVED_ID = 15

/** Where the data of an extension begins in the packet, or NOT_FOUND. */
export function findExtension(packet: Uint8Array, header: RtpHeader, id: number): number {
  const end = header.extensionsEnd
  let at = header.extensionsStart
  while (at < end) {
    const byte = readU8(packet, at)
    // Zero is padding between elements.
    if (byte === 0) {
      at++
      continue
    }
    const found = byte >> 4
    if (found === id) return at + 1
    if (found === RESERVED_ID) return NOT_FOUND
    at += 2 + (byte & 0x0f)
  }
  return NOT_FOUND
}

export interface ExtensionElement {
  /** 1–14, as negotiated. */
  readonly id: number
  /** 1–16 bytes. */
  readonly data: Uint8Array
}

export interface ExtensionBlock {
  /** With its own header of four bytes, padded to a multiple of four; empty without elements. */
  readonly bytes: Uint8Array
  /** Where the data of each element begins in `bytes`. */
  readonly offsets: ReadonlyMap<number, number>
}

export function layOutExtensions(elements: readonly ExtensionElement[]): ExtensionBlock {
  const offsets = new Map<number, number>()
  if (elements.length === 0) return { bytes: new Uint8Array(0), offsets }
  const contentBytes = elements.reduce((sum, { data }) => sum + 1 + data.length, 0)
  const words = Math.ceil(contentBytes / 4)
  const bytes = new Uint8Array(4 + words * 4)
  bytes.set([ONE_BYTE_PROFILE >> 8, ONE_BYTE_PROFILE & 0xff, words >> 8, words & 0xff])
  let at = 4
  for (const { id, data } of elements) {
    bytes[at] = (id << 4) | (data.length - 1)
    bytes.set(data, at + 1)
    offsets.set(id, at + 1)
    at += 1 + data.length
  }
  return { bytes, offsets }
}

/** Seconds as 6.18 fixed point, wrapping at 64 s (https://webrtc.org/experiments/rtp-hdrext/abs-send-time). */
export function writeAbsSendTime(packet: Uint8Array, at: number, nowUs: number): void {
  writeU24(packet, at, Math.floor(((nowUs % 64_000_000) * 262_144) / 1_000_000))
}

/** Microseconds since an unknown start, modulo 64 s. */
export function readAbsSendTimeUs(packet: Uint8Array, at: number): number {
  return (readU24(packet, at) * 1_000_000) / 262_144
}

/** RFC 6464: the level in −dBov (0 the loudest, 127 silence), the top bit says that this is a voice. */
export function audioLevelByte(levelDbov: number, isVoice: boolean): number {
  return (isVoice ? 0x80 : 0) | Math.min(127, Math.max(0, Math.round(-levelDbov)))
}
