// A sent sound: an Opus packet of a clip every 20 ms.

import type { Histogram } from '../rtp/histogram.ts'
import { SEND_TIME_BYTES, writeSendTime } from '../rtp/send-time.ts'
import type { AudioClip } from './clip.ts'
import type { SendStream } from './send-stream.ts'

const PACKET_US = 20_000
const PACKET_CLOCK = 960
const CLOCK_PER_US = 0.048
const LATEST_US = 500_000

export interface VoiceOptions {
  readonly stream: SendStream
  readonly clip: AudioClip
  readonly firstTimestamp: number
  readonly scheduleError: Histogram
}

export class Voice {
  readonly stream: SendStream
  isActive = true
  readonly #clip: AudioClip
  readonly #firstTimestamp: number
  readonly #scheduleError: Histogram
  #startedAtUs = 0
  #dueUs = 0
  #position = 0
  #isFirst = true

  constructor({ stream, clip, firstTimestamp, scheduleError }: VoiceOptions) {
    this.stream = stream
    this.#clip = clip
    this.#firstTimestamp = firstTimestamp
    this.#scheduleError = scheduleError
  }

  start(atUs: number): void {
    if (this.#startedAtUs === 0) this.#startedAtUs = atUs
    // On the grid of packets since the first start: what was not sent was silence.
    this.#dueUs = this.#startedAtUs + Math.ceil((atUs - this.#startedAtUs) / PACKET_US) * PACKET_US
    this.#isFirst = true
  }

  timestampAt(nowUs: number): number {
    return (this.#firstTimestamp + Math.round((nowUs - this.#startedAtUs) * CLOCK_PER_US)) >>> 0
  }

  tick(nowUs: number): void {
    while (nowUs - this.#dueUs > LATEST_US) this.#dueUs += PACKET_US
    while (this.#dueUs <= nowUs) {
      this.#scheduleError.add(nowUs - this.#dueUs)
      this.#send(nowUs)
      this.#dueUs += PACKET_US
    }
  }

  #send(nowUs: number): void {
    const data = this.#clip.packets[this.#position]
    this.#position = (this.#position + 1) % this.#clip.packets.length
    if (data === undefined) return
    const packet = this.stream.nextPacket
    const { headerBytes } = this.stream
    packet.set(data, headerBytes)
    writeSendTime(packet, headerBytes + data.length - SEND_TIME_BYTES, nowUs)
    const packetsSinceStart = Math.round((this.#dueUs - this.#startedAtUs) / PACKET_US)
    const timestamp = (this.#firstTimestamp + packetsSinceStart * PACKET_CLOCK) >>> 0
    // RFC 7587 §4.2: the marker begins a talk spurt.
    this.stream.send(data.length, this.#isFirst, timestamp, nowUs)
    this.#isFirst = false
  }
}
