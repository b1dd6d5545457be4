// RTCP packets that a sender and a receiver owe each other (RFC 3550 §6, RFC 4585), built.

import { writeU16, writeU24, writeU32 } from './bytes.ts'
import type { NtpTime } from './ntp.ts'
import type { ReportBlock } from './rtcp-read.ts'

/** Five bits count them. */
export const MOST_REPORT_BLOCKS = 31
const BLOCK_BYTES = 24

function header(packet: Uint8Array, countOrFormat: number, packetType: number): void {
  packet[0] = 0x80 | countOrFormat
  packet[1] = packetType
  writeU16(packet, 2, packet.length / 4 - 1)
}

export interface SenderReportFields {
  readonly ssrc: number
  readonly ntp: NtpTime
  readonly rtpTimestamp: number
  readonly packetCount: number
  readonly octetCount: number
  readonly cname: string
}

/** A sender report without report blocks, and the SDES that every compound needs (RFC 3550 §6.1). */
export function senderReport(fields: SenderReportFields): Buffer {
  const report = Buffer.alloc(28)
  header(report, 0, 200)
  writeU32(report, 4, fields.ssrc)
  writeU32(report, 8, fields.ntp.seconds)
  writeU32(report, 12, fields.ntp.fraction)
  writeU32(report, 16, fields.rtpTimestamp)
  writeU32(report, 20, fields.packetCount)
  writeU32(report, 24, fields.octetCount)
  return Buffer.concat([report, sourceDescription(fields.ssrc, fields.cname)])
}

/** SDES with a CNAME of at most 255 bytes (RFC 3550 §6.5). */
export function sourceDescription(ssrc: number, cname: string): Buffer {
  const text = Buffer.from(cname)
  // At least one zero ends the chunk, which ends at a multiple of four.
  const packet = Buffer.alloc(4 + Math.ceil((4 + 2 + text.length + 1) / 4) * 4)
  header(packet, 1, 202)
  writeU32(packet, 4, ssrc)
  packet[8] = 1
  packet[9] = text.length
  text.copy(packet, 10)
  return packet
}

/** At most 31 blocks. Sent alone where reduced size RTCP (RFC 5506) is agreed. */
export function receiverReport(senderSsrc: number, blocks: readonly ReportBlock[]): Buffer {
  const packet = Buffer.alloc(8 + blocks.length * BLOCK_BYTES)
  header(packet, blocks.length, 201)
  writeU32(packet, 4, senderSsrc)
  for (const [index, block] of blocks.entries()) {
    const at = 8 + index * BLOCK_BYTES
    writeU32(packet, at, block.ssrc)
    packet[at + 4] = block.fractionLost
    writeU24(packet, at + 5, Math.min(0x7fffff, Math.max(-0x800000, block.packetsLost)))
    writeU32(packet, at + 8, block.highestSequence)
    writeU32(packet, at + 12, block.jitter)
    writeU32(packet, at + 16, block.lastSr)
    writeU32(packet, at + 20, block.delaySinceLastSr)
  }
  return packet
}

/** Generic NACK (RFC 4585 §6.2.1). `sequenceNumbers`: 16 bits, ascending with wrap. */
export function nack(senderSsrc: number, mediaSsrc: number, sequenceNumbers: readonly number[]): Buffer {
  const entries: { first: number; mask: number }[] = []
  for (const sequence of sequenceNumbers) {
    const last = entries.at(-1)
    const distance = last === undefined ? 0 : (sequence - last.first) & 0xffff
    if (last !== undefined && distance >= 1 && distance <= 16) last.mask |= 1 << (distance - 1)
    else entries.push({ first: sequence, mask: 0 })
  }
  const packet = Buffer.alloc(12 + entries.length * 4)
  header(packet, 1, 205)
  writeU32(packet, 4, senderSsrc)
  writeU32(packet, 8, mediaSsrc)
  for (const [index, { first, mask }] of entries.entries()) {
    writeU16(packet, 12 + index * 4, first)
    writeU16(packet, 14 + index * 4, mask)
  }
  return packet
}

/** Picture loss indication (RFC 4585 §6.3.1): asks for a key frame. */
export function pictureLoss(senderSsrc: number, mediaSsrc: number): Buffer {
  const packet = Buffer.alloc(12)
  header(packet, 1, 206)
  writeU32(packet, 4, senderSsrc)
  writeU32(packet, 8, mediaSsrc)
  return packet
}
