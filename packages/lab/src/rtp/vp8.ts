// VP8 in RTP (RFC 7741): the payload descriptor, fragments of a frame, and what a frame's first bytes say.

import { readU8, readU16, writeU16 } from './bytes.ts'

/** X, S; I, L, T, K; two bytes of picture id; TL0PICIDX; TID. */
export const DESCRIPTOR_BYTES = 6
/** Without temporal layers: X, S; I; two bytes of picture id. */
export const SHORT_DESCRIPTOR_BYTES = 4
export const PICTURE_ID_MASK = 0x7fff

export interface Vp8Descriptor {
  /** This payload begins a frame: S is set and the partition is the first. */
  isStart: boolean
  /** −1 when it is not sent. */
  pictureId: number
  /** −1 when it is not sent. */
  tl0PicIdx: number
  /** −1 when it is not sent. */
  temporalLayer: number
  /** Where the VP8 data begins in the packet. */
  dataStart: number
}

export function emptyDescriptor(): Vp8Descriptor {
  return { isStart: false, pictureId: -1, tl0PicIdx: -1, temporalLayer: -1, dataStart: 0 }
}

/** Reads the descriptor at [start, end) of a packet; false when nothing of a frame follows it. */
export function readDescriptor(packet: Uint8Array, start: number, end: number, into: Vp8Descriptor): boolean {
  const first = readU8(packet, start)
  into.isStart = (first & 0x17) === 0x10
  into.pictureId = into.tl0PicIdx = into.temporalLayer = -1
  let at = start + 1
  if ((first & 0x80) !== 0) {
    const present = readU8(packet, at++)
    if ((present & 0x80) !== 0) {
      const isLong = (readU8(packet, at) & 0x80) !== 0
      into.pictureId = isLong ? readU16(packet, at) & PICTURE_ID_MASK : readU8(packet, at)
      at += isLong ? 2 : 1
    }
    if ((present & 0x40) !== 0) into.tl0PicIdx = readU8(packet, at++)
    if ((present & 0x20) !== 0) into.temporalLayer = readU8(packet, at) >> 6
    if ((present & 0x30) !== 0) at++
  }
  into.dataStart = at
  return at < end
}

export interface FrameMark {
  readonly pictureId: number
  /** Absent: no temporal layers are signalled. */
  readonly temporal?: {
    readonly layer: number
    readonly tl0PicIdx: number
    /** The frame depends on layer 0 alone, or on nothing: a receiver may begin to take this layer here. */
    readonly isSync: boolean
  }
}

export function descriptorBytes(mark: FrameMark): number {
  return mark.temporal === undefined ? SHORT_DESCRIPTOR_BYTES : DESCRIPTOR_BYTES
}

/** Returns where the VP8 data begins. */
export function writeDescriptor(packet: Uint8Array, at: number, isStart: boolean, mark: FrameMark): number {
  packet[at] = 0x80 | (isStart ? 0x10 : 0)
  writeU16(packet, at + 2, 0x8000 | (mark.pictureId & PICTURE_ID_MASK))
  const { temporal } = mark
  if (temporal === undefined) {
    packet[at + 1] = 0x80
    return at + SHORT_DESCRIPTOR_BYTES
  }
  packet[at + 1] = 0x80 | 0x40 | 0x20
  packet[at + 4] = temporal.tl0PicIdx
  packet[at + 5] = (temporal.layer << 6) | (temporal.isSync ? 0x20 : 0)
  return at + DESCRIPTOR_BYTES
}

/** RFC 6386 §9.1: bit 0 of a frame is clear in key frames. `at`: its first byte. */
export function isKeyFrame(bytes: Uint8Array, at: number): boolean {
  return (readU8(bytes, at) & 1) === 0
}

/** RFC 6386 §9.1: what a key frame says of its size. `at`: its first byte. */
export function keyFrameSize(bytes: Uint8Array, at: number): { readonly width: number; readonly height: number } {
  const littleEndian = (offset: number) => (readU8(bytes, offset) | (readU8(bytes, offset + 1) << 8)) & 0x3fff
  return { width: littleEndian(at + 6), height: littleEndian(at + 8) }
}

/** The ten bytes that begin a key frame of this size. */
export function keyFrameHeader(width: number, height: number): Uint8Array {
  return Uint8Array.of(0x10, 0, 0, 0x9d, 0x01, 0x2a, width, width >> 8, height, height >> 8)
}
