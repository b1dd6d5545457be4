// RTCP packets (RFC 3550 §6, RFC 4585, RFC 5104, REMB, transport-wide feedback), read from compound packets.

import { readU8, readU16, readU24, readU32 } from './bytes.ts'
import { readTwcc, type TwccFeedback } from './twcc-read.ts'

export interface ReportBlock {
  readonly ssrc: number
  /** 0–255, in 1/256. */
  readonly fractionLost: number
  /** Negative when duplicates outweigh losses. */
  readonly packetsLost: number
  readonly highestSequence: number
  /** In units of the RTP clock. */
  readonly jitter: number
  /** In 1/65536 s; 0 before the first sender report. */
  readonly lastSr: number
  readonly delaySinceLastSr: number
}

export interface SenderReport {
  readonly type: 'sr'
  readonly ssrc: number
  readonly ntpSeconds: number
  readonly ntpFraction: number
  readonly rtpTimestamp: number
  readonly packetCount: number
  readonly octetCount: number
  readonly reports: readonly ReportBlock[]
}

export interface NackRequest {
  readonly type: 'nack'
  readonly mediaSsrc: number
  readonly sequenceNumbers: readonly number[]
}

export type RtcpPacket =
  | SenderReport
  | NackRequest
  | TwccFeedback
  | { readonly type: 'rr'; readonly ssrc: number; readonly reports: readonly ReportBlock[] }
  | { readonly type: 'sdes'; readonly cnames: ReadonlyMap<number, string> }
  | { readonly type: 'bye'; readonly ssrcs: readonly number[] }
  | { readonly type: 'pli'; readonly mediaSsrc: number }
  | { readonly type: 'fir'; readonly mediaSsrcs: readonly number[] }
  | { readonly type: 'remb'; readonly bitrateBps: number; readonly ssrcs: readonly number[] }
  | { readonly type: 'unknown'; readonly packetType: number; readonly format: number }

const HEADER_BYTES = 4
const BLOCK_BYTES = 24
const CNAME = 1
const REMB = 0x52454d42

/** Each packet of a compound; ends early at one whose length is a lie. */
export function* readRtcp(compound: Uint8Array): Generator<RtcpPacket> {
  let at = 0
  while (at + HEADER_BYTES <= compound.length) {
    const end = at + (readU16(compound, at + 2) + 1) * 4
    if (end > compound.length) return
    yield readOne(compound, at, end)
    at = end
  }
}

function readOne(bytes: Uint8Array, at: number, end: number): RtcpPacket {
  const packetType = readU8(bytes, at + 1)
  const format = readU8(bytes, at) & 0x1f
  switch (packetType) {
    case 200:
      return readSenderReport(bytes, at, end)
    case 201:
      return { type: 'rr', ssrc: readU32(bytes, at + 4), reports: readBlocks(bytes, at + 8, end, format) }
    case 202:
      return { type: 'sdes', cnames: readCnames(bytes, at + 4, end, format) }
    case 203:
      return { type: 'bye', ssrcs: readSsrcs(bytes, at + 4, end, format) }
    case 205:
      if (format === 1) return readNack(bytes, at, end)
      if (format === 15) return readTwcc(bytes, at, end)
      break
    case 206:
      if (format === 1) return { type: 'pli', mediaSsrc: readU32(bytes, at + 8) }
      if (format === 4) return { type: 'fir', mediaSsrcs: readFir(bytes, at + 12, end) }
      if (format === 15 && readU32(bytes, at + 12) === REMB) return readRemb(bytes, at, end)
      break
  }
  return { type: 'unknown', packetType, format }
}

function readSenderReport(bytes: Uint8Array, at: number, end: number): SenderReport {
  return {
    type: 'sr',
    ssrc: readU32(bytes, at + 4),
    ntpSeconds: readU32(bytes, at + 8),
    ntpFraction: readU32(bytes, at + 12),
    rtpTimestamp: readU32(bytes, at + 16),
    packetCount: readU32(bytes, at + 20),
    octetCount: readU32(bytes, at + 24),
    reports: readBlocks(bytes, at + 28, end, readU8(bytes, at) & 0x1f),
  }
}

function readBlocks(bytes: Uint8Array, start: number, end: number, count: number): ReportBlock[] {
  const blocks: ReportBlock[] = []
  for (let at = start; blocks.length < count && at + BLOCK_BYTES <= end; at += BLOCK_BYTES) {
    blocks.push({
      ssrc: readU32(bytes, at),
      fractionLost: readU8(bytes, at + 4),
      packetsLost: (readU24(bytes, at + 5) << 8) >> 8,
      highestSequence: readU32(bytes, at + 8),
      jitter: readU32(bytes, at + 12),
      lastSr: readU32(bytes, at + 16),
      delaySinceLastSr: readU32(bytes, at + 20),
    })
  }
  return blocks
}

function readCnames(bytes: Uint8Array, start: number, end: number, count: number): ReadonlyMap<number, string> {
  const cnames = new Map<number, string>()
  let at = start
  for (let chunk = 0; chunk < count && at + 4 <= end; chunk++) {
    const ssrc = readU32(bytes, at)
    at += 4
    while (at < end && readU8(bytes, at) !== 0) {
      const length = readU8(bytes, at + 1)
      if (readU8(bytes, at) === CNAME)
        cnames.set(ssrc, new TextDecoder().decode(bytes.subarray(at + 2, at + 2 + length)))
      at += 2 + length
    }
    // At least one zero ends a chunk, up to the next multiple of four.
    at += 4 - ((at - start) % 4)
  }
  return cnames
}

function readSsrcs(bytes: Uint8Array, start: number, end: number, count: number): number[] {
  const ssrcs: number[] = []
  for (let at = start; ssrcs.length < count && at + 4 <= end; at += 4) ssrcs.push(readU32(bytes, at))
  return ssrcs
}

function readNack(bytes: Uint8Array, start: number, end: number): NackRequest {
  const sequenceNumbers: number[] = []
  for (let at = start + 12; at + 4 <= end; at += 4) {
    const first = readU16(bytes, at)
    const mask = readU16(bytes, at + 2)
    sequenceNumbers.push(first)
    for (let bit = 0; bit < 16; bit++) if ((mask >> bit) & 1) sequenceNumbers.push((first + bit + 1) & 0xffff)
  }
  return { type: 'nack', mediaSsrc: readU32(bytes, start + 8), sequenceNumbers }
}

/** RFC 5104 §4.3.1: entries of eight bytes that begin with the SSRC asked for a key frame. */
function readFir(bytes: Uint8Array, start: number, end: number): number[] {
  const ssrcs: number[] = []
  for (let at = start; at + 8 <= end; at += 8) ssrcs.push(readU32(bytes, at))
  return ssrcs
}

/** draft-alvestrand-rmcat-remb-03 §2.2. */
function readRemb(bytes: Uint8Array, at: number, end: number): RtcpPacket {
  const packed = readU24(bytes, at + 17)
  const bitrateBps = (packed & 0x3ffff) * 2 ** (packed >> 18)
  return { type: 'remb', bitrateBps, ssrcs: readSsrcs(bytes, at + 20, end, readU8(bytes, at + 16)) }
}
