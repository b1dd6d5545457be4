// Encoded video and sound that is sent again and again: read from files, or made up in the right sizes.

import { withPadding } from '../rtp/opus.ts'
import { SEND_TIME_BYTES } from '../rtp/send-time.ts'
import { keyFrameHeader } from '../rtp/vp8.ts'

/** One group of pictures: the first frame is the only key frame, so it can be repeated and entered anew there. */
export interface VideoClip {
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  readonly frames: readonly Uint8Array[]
}

export interface AudioClip {
  /** Opus packets of 20 ms that end in SEND_TIME_BYTES of padding. */
  readonly packets: readonly Uint8Array[]
}

/** Frames of a clip belong to these temporal layers in turn (L1T3); each clip begins anew with the first. */
const LAYERS = [0, 2, 1, 2] as const

export interface TemporalPlace {
  readonly layer: number
  /** It depends on layer 0 alone, or on nothing: mediasoup begins with no frame that does not say so. */
  readonly isSync: boolean
}

export function temporalPlace(frame: number): TemporalPlace {
  const position = frame % LAYERS.length
  return { layer: LAYERS[position] ?? 0, isSync: frame === 0 || position === 1 || position === 2 }
}

/** IVF (https://wiki.multimedia.cx/index.php/Duck_IVF) of VP8. @throws {TypeError} when it is none */
export function readIvf(file: Uint8Array): VideoClip {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  if (text(file, 0, 4) !== 'DKIF' || text(file, 8, 4) !== 'VP80') throw new TypeError('this is no IVF file of VP8')
  const frames: Uint8Array[] = []
  let at = view.getUint16(6, true)
  while (at + 12 <= file.length) {
    const length = view.getUint32(at, true)
    frames.push(file.subarray(at + 12, at + 12 + length))
    at += 12 + length
  }
  return {
    width: view.getUint16(12, true),
    height: view.getUint16(14, true),
    framesPerSecond: view.getUint32(16, true) / view.getUint32(20, true),
    frames,
  }
}

/** Ogg Opus (RFC 7845) with packets of one frame. @throws {TypeError} when it is none */
export function readOggOpus(file: Uint8Array): AudioClip {
  const [head, , ...packets] = oggPackets(file)
  if (head === undefined || text(head, 0, 8) !== 'OpusHead') throw new TypeError('this is no Ogg file of Opus')
  return {
    packets: packets.map((packet) => {
      const padded = withPadding(packet, SEND_TIME_BYTES)
      if (padded === undefined) throw new TypeError('a packet has several frames: encode with 20 ms')
      return padded
    }),
  }
}

/** RFC 3533: pages of up to 255 segments; a segment shorter than 255 bytes ends a packet. */
function oggPackets(file: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = []
  let parts: Uint8Array[] = []
  let page = 0
  while (page + 27 <= file.length && text(file, page, 4) === 'OggS') {
    const segments = file.subarray(page + 27, page + 27 + (file[page + 26] ?? 0))
    let at = page + 27 + segments.length
    for (const length of segments) {
      parts.push(file.subarray(at, at + length))
      at += length
      if (length === 255) continue
      packets.push(Buffer.concat(parts))
      parts = []
    }
    page = at
  }
  return packets
}

export interface SyntheticOptions {
  readonly width: number
  readonly height: number
  readonly bitrateBps: number
  readonly random: () => number
}

const FRAMES_PER_SECOND = 30
const GROUP_FRAMES = 150
/** So many times an average frame, as libvpx makes them in real time. */
const KEY_FRAME_FACTOR = 5

/** Frames of noise with right heads and sizes: nobody can see it, and it costs no memory but for its largest frame. */
export function syntheticClip({ width, height, bitrateBps, random }: SyntheticOptions): VideoClip {
  const meanBytes = ((bitrateBps / 8) * (GROUP_FRAMES / FRAMES_PER_SECOND)) / (GROUP_FRAMES - 1 + KEY_FRAME_FACTOR)
  const key = Buffer.alloc(Math.ceil(meanBytes * KEY_FRAME_FACTOR), 0xa5)
  key.set(keyFrameHeader(width, height))
  const delta = Buffer.alloc(Math.ceil(meanBytes * 1.5), 0x5a)
  delta[0] = 0x11
  const frames = [
    key,
    ...Array.from({ length: GROUP_FRAMES - 1 }, () => delta.subarray(0, meanBytes * (0.5 + random()))),
  ]
  return { width, height, framesPerSecond: FRAMES_PER_SECOND, frames }
}

/** One packet of 20 ms again and again: CELT at 32 kbit/s, nothing that can be heard. */
export function syntheticSound(): AudioClip {
  const packet = Buffer.alloc(80, 0x5a)
  packet[0] = 0xfc
  return { packets: [withPadding(packet, SEND_TIME_BYTES) ?? packet] }
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(length, bytes.length - at)).toString('latin1')
}
