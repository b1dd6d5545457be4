// What a sender tells the browser's encoder: simulcast sizes and bit rates for pictures, Opus settings for sound.

import { simulcastLadder, type TrackSource } from '@parley/protocol'
import type { ProducerCodecOptions, RtpEncodingParameters } from 'mediasoup-client/types'

/** A smaller size is worth its bits only if the next one is this much larger. */
const SMALLEST_STEP = 1.5
/** Text on a shared screen needs more than faces of the same size. */
const SCREEN_BITRATE_BPS = 2_500_000
/** All sizes together against the largest alone: with less Chromium gives the largest of VP9 too little, and leaves it out. */
const SVC_SHARE = 1.5
/** Enough for scrolling and a pointer. */
const SCREEN_FRAMES = 15
/** The smallest size inside of a scalable stream. */
const SMALLEST_SVC_HEIGHT = 180
const ASSUMED_HEIGHT = 720
const START_BITRATE_KBPS = 1_000

interface Picture {
  readonly width?: number | undefined
  readonly height?: number | undefined
}

/**
 * Simulcast encodings of a camera, smallest first: the ladder cut to what is captured. The largest is the captured
 * size itself, but never above the ladder; its bit rate lies on the line between the rungs around it.
 */
export function cameraEncodings({ width, height }: Picture, simulcast: boolean): RtpEncodingParameters[] {
  // A phone held upright captures 720 × 1280: the shorter side counts.
  const captured = Math.min(height ?? ASSUMED_HEIGHT, width ?? Number.POSITIVE_INFINITY)
  const top = Math.min(captured, simulcastLadder[simulcastLadder.length - 1]?.height ?? captured)
  const lower = simulcast ? simulcastLadder.filter((rung) => rung.height * SMALLEST_STEP <= top) : []
  const sizes = [...lower.map((rung) => rung.height), top]
  return sizes.map((size) => ({
    scaleResolutionDownBy: Math.max(1, captured / size),
    maxBitrate: Math.round(bitrateBps(size)),
    // Three temporal layers let the server halve the frame rate for a poor receiver. Not for a single size: mediasoup
    // 3.27.1 does not forward the key frame that answers a resume then, and the receiver waits for the next one.
    ...(sizes.length > 1 ? { scalabilityMode: 'L1T3' } : {}),
  }))
}

/**
 * One stream with several sizes in it, each twice as high as the one below, for codecs that have scalable coding
 * (https://www.w3.org/TR/webrtc-svc/). `KEY`: the sizes depend on each other only in key frames, so that a receiver of a
 * smaller one need not get what the larger ones are made of.
 */
export function svcEncodings({ width, height }: Picture): RtpEncodingParameters[] {
  const captured = Math.min(height ?? ASSUMED_HEIGHT, width ?? Number.POSITIVE_INFINITY)
  const top = Math.min(captured, simulcastLadder[simulcastLadder.length - 1]?.height ?? captured)
  const sizes = Math.min(3, Math.max(1, 1 + Math.floor(Math.log2(top / SMALLEST_SVC_HEIGHT))))
  const scalabilityMode = sizes === 1 ? 'L1T3' : `L${sizes}T3_KEY`
  return [
    {
      scaleResolutionDownBy: Math.max(1, captured / top),
      maxBitrate: Math.round(SVC_SHARE * bitrateBps(top)),
      scalabilityMode,
    },
  ]
}

/**
 * One size, of which the server can halve the frame rate. mediasoup 3.27.1 does not hand on the dependency descriptor, and
 * without it Chromium cannot decode AV1 of several sizes in one stream; several streams of AV1 it does not take.
 */
export function av1Encodings(picture: Picture): RtpEncodingParameters[] {
  return cameraEncodings(picture, false).map((encoding) => ({ ...encoding, scalabilityMode: 'L1T3' }))
}

/** A large picture that changes seldom: text wants every pixel and few frames, a film the other way round. */
export function screenEncodings(contentHint: string): RtpEncodingParameters[] {
  return [{ maxBitrate: SCREEN_BITRATE_BPS, ...(contentHint === 'motion' ? {} : { maxFramerate: SCREEN_FRAMES }) }]
}

/** Left to itself Chromium starts so low that the largest size hardly flows in the first 20 s: 23 frames against 338. */
export function videoOptions(): ProducerCodecOptions {
  return { videoGoogleStartBitrate: START_BITRATE_KBPS }
}

/** DTX sends next to nothing in silence; in-band FEC heals single losses (RFC 7587). */
export function audioOptions(source: TrackSource): ProducerCodecOptions {
  const isProgramme = source === 'screenAudio'
  // Music and films lose their quiet parts to DTX, and need both channels.
  return { opusDtx: !isProgramme, opusFec: true, opusStereo: isProgramme }
}

function bitrateBps(height: number): number {
  let below = { height: 0, maxBitrateBps: 0 }
  for (const rung of simulcastLadder) {
    if (height <= rung.height) {
      const share = (height - below.height) / (rung.height - below.height)
      return below.maxBitrateBps + share * (rung.maxBitrateBps - below.maxBitrateBps)
    }
    below = rung
  }
  return below.maxBitrateBps
}
