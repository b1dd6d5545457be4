// One size of a sent video: frames of a clip in time, cut into packets, with a key frame when one is asked for.

import type { Histogram } from '../rtp/histogram.ts'
import { SEND_TIME_BYTES, writeSendTime } from '../rtp/send-time.ts'
import { DESCRIPTOR_BYTES, PICTURE_ID_MASK, writeDescriptor } from '../rtp/vp8.ts'
import { temporalPlace, type VideoClip } from './clip.ts'
import type { SendStream } from './send-stream.ts'

/** VP8 data per packet: with all headers and SRTP below 1200 bytes. */
const MOST_DATA_BYTES = 1_100
/** A large frame leaves over several ticks, as a browser's pacer does it. */
const PACKETS_PER_TICK = 12
/** Older than this a frame is not sent any more: a camera would have dropped it. */
const LATEST_US = 500_000
const CLOCK_PER_US = 0.09

export interface VideoLayerOptions {
  readonly stream: SendStream
  readonly clip: VideoClip
  readonly firstTimestamp: number
  /** Due time against time of sending, µs. */
  readonly scheduleError: Histogram
  readonly random: () => number
}

export class VideoLayer {
  readonly stream: SendStream
  isActive = true
  framesSent = 0
  keyFramesSent = 0
  /** Not sent, because this process was late. */
  framesDropped = 0
  pliCount = 0
  firCount = 0
  readonly #scheduleError: Histogram
  readonly #firstTimestamp: number
  #clip: VideoClip
  #position = 0
  #wantsKey = true
  #pictureId: number
  #tl0PicIdx: number
  #startedAtUs = 0
  #dueUs = 0
  #timestamp = 0
  /** What is left of the frame that is being sent. */
  #frame: Uint8Array | undefined
  #sentBytes = 0
  #packetsLeft = 0
  #bytesPerPacket = 0

  constructor({ stream, clip, firstTimestamp, scheduleError, random }: VideoLayerOptions) {
    this.stream = stream
    this.#clip = clip
    this.#firstTimestamp = firstTimestamp
    this.#scheduleError = scheduleError
    this.#pictureId = Math.floor(random() * PICTURE_ID_MASK)
    this.#tl0PicIdx = Math.floor(random() * 256)
  }

  get clip(): VideoClip {
    return this.#clip
  }

  /** Another picture from the next frame on. */
  set clip(clip: VideoClip) {
    if (clip === this.#clip) return
    this.#clip = clip
    this.requestKeyFrame()
  }

  /** The next frame is a key frame. */
  requestKeyFrame(): void {
    this.#wantsKey = true
  }

  /** Begins, or goes on after a pause, with a key frame at this moment. */
  start(atUs: number): void {
    if (this.#startedAtUs === 0) this.#startedAtUs = atUs
    this.#dueUs = atUs
    this.#frame = undefined
    this.requestKeyFrame()
  }

  /** RTP time of this moment, for sender reports. */
  timestampAt(nowUs: number): number {
    return (this.#firstTimestamp + Math.round((nowUs - this.#startedAtUs) * CLOCK_PER_US)) >>> 0
  }

  tick(nowUs: number): void {
    let room = PACKETS_PER_TICK
    while (room > 0) {
      if (this.#frame === undefined && !this.#beginFrame(nowUs)) return
      this.#sendPacket(nowUs)
      room--
    }
  }

  #beginFrame(nowUs: number): boolean {
    const intervalUs = 1_000_000 / this.#clip.framesPerSecond
    while (nowUs - this.#dueUs > LATEST_US) {
      this.#dueUs += intervalUs
      this.framesDropped++
      this.#wantsKey = true
    }
    if (nowUs < this.#dueUs) return false
    this.#scheduleError.add(nowUs - this.#dueUs)
    this.#timestamp = this.timestampAt(this.#dueUs)
    this.#dueUs += intervalUs
    if (this.#wantsKey || this.#position >= this.#clip.frames.length) this.#position = 0
    this.#wantsKey = false
    const frame = this.#clip.frames[this.#position]
    if (frame === undefined) return false
    this.#pictureId = (this.#pictureId + 1) & PICTURE_ID_MASK
    if (temporalPlace(this.#position).layer === 0) this.#tl0PicIdx = (this.#tl0PicIdx + 1) & 0xff
    this.#frame = frame
    this.#sentBytes = 0
    this.#packetsLeft = Math.ceil((frame.length + SEND_TIME_BYTES) / MOST_DATA_BYTES)
    // Packets of even size: a short last one would cost as much as a long one.
    this.#bytesPerPacket = Math.ceil((frame.length + SEND_TIME_BYTES) / this.#packetsLeft)
    return true
  }

  #sendPacket(nowUs: number): void {
    const frame = this.#frame
    if (frame === undefined) return
    const isLast = this.#packetsLeft === 1
    const packet = this.stream.nextPacket
    const { headerBytes } = this.stream
    const place = temporalPlace(this.#position)
    const start = writeDescriptor(packet, headerBytes, this.#sentBytes === 0, {
      pictureId: this.#pictureId,
      temporal: { ...place, tl0PicIdx: this.#tl0PicIdx },
    })
    const end = isLast ? frame.length : Math.min(frame.length, this.#sentBytes + this.#bytesPerPacket)
    packet.set(frame.subarray(this.#sentBytes, end), start)
    const dataBytes = end - this.#sentBytes
    if (isLast) writeSendTime(packet, start + dataBytes, nowUs)
    const payloadBytes = DESCRIPTOR_BYTES + dataBytes + (isLast ? SEND_TIME_BYTES : 0)
    this.stream.send(payloadBytes, isLast, this.#timestamp, nowUs)
    this.#sentBytes = end
    this.#packetsLeft--
    if (isLast) this.#endFrame()
  }

  #endFrame(): void {
    this.framesSent++
    if (this.#position === 0) this.keyFramesSent++
    this.#position++
    this.#frame = undefined
  }
}
