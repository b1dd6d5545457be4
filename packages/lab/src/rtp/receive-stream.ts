// What one received stream has been through, with the names of the W3C (https://www.w3.org/TR/webrtc-stats/).

import { Frames } from './frames.ts'
import { Freezes } from './freezes.ts'
import type { Histogram } from './histogram.ts'
import { Jitter } from './jitter.ts'
import { NackList } from './nack-list.ts'
import type { RtpHeader } from './packet.ts'
import type { ReportBlock, SenderReport } from './rtcp-read.ts'
import { NO_SEND_TIME, readSendTimeUs } from './send-time.ts'
import { extend, SequenceTracker } from './sequence.ts'
import { emptyDescriptor, isKeyFrame, keyFrameSize, readDescriptor } from './vp8.ts'

/** Longer ones are not latencies: the trailer is not ours, or the clock is that of another host. */
const LARGEST_LATENCY_US = 60_000_000
/** Between two requests for a key frame. */
const KEY_REQUEST_PAUSE_US = 1_000_000
const SHORT_NTP_UNITS_PER_US = 65_536 / 1_000_000

export interface ReceiveStreamOptions {
  readonly kind: 'audio' | 'video'
  readonly ssrc: number
  readonly clockRate: number
  /** Missing packets are asked for again. */
  readonly usesNack: boolean
  /** Shared by the streams of a client: one-way latencies of packets (audio) and frames (video), in µs. */
  readonly latency: Histogram
}

export class ReceiveStream {
  readonly kind: 'audio' | 'video'
  readonly ssrc: number
  bytesReceived = 0
  headerBytesReceived = 0
  retransmittedPacketsReceived = 0
  retransmittedBytesReceived = 0
  framesReceived = 0
  keyFramesReceived = 0
  /** Frames that a decoder could have shown. */
  framesDecoded = 0
  frameWidth = 0
  frameHeight = 0
  nackCount = 0
  pliCount = 0
  /** −1 before; in µs of the clock that `receive` was given. */
  firstPacketAtUs = -1
  firstFrameAtUs = -1
  lastPacketAtUs = -1
  readonly freezes = new Freezes()
  readonly #sequence = new SequenceTracker()
  readonly #jitter: Jitter
  readonly #nacks: NackList | undefined
  readonly #frames: Frames | undefined
  readonly #latency: Histogram
  readonly #descriptor = emptyDescriptor()
  readonly #packet = { sequence: 0, timestamp: 0, isStart: false, isEnd: false, isKey: false }
  #nowUs = 0
  #keyRequestedAtUs = Number.NEGATIVE_INFINITY
  #lastSrShortNtp = 0
  #lastSrAtUs = 0

  constructor({ kind, ssrc, clockRate, usesNack, latency }: ReceiveStreamOptions) {
    this.kind = kind
    this.ssrc = ssrc
    this.#jitter = new Jitter(clockRate)
    this.#latency = latency
    this.#nacks = usesNack ? new NackList() : undefined
    this.#frames =
      kind === 'video'
        ? new Frames({ whole: (isKey) => this.#onWhole(isKey), showable: () => this.#onShowable() })
        : undefined
  }

  /** Without retransmissions that came on an SSRC of their own. */
  get packetsReceived(): number {
    return this.#sequence.received
  }

  /** RFC 3550: lost on the way, before any repair. */
  get packetsLost(): number {
    return this.#sequence.lost
  }

  get packetsExpected(): number {
    return this.#sequence.expected
  }

  /** Lost for good: asked for again, in vain. Streams without NACK: all that were lost. */
  get packetsUnrecovered(): number {
    return this.#nacks?.givenUp ?? Math.max(0, this.packetsLost)
  }

  get jitterSeconds(): number {
    return this.#jitter.seconds
  }

  /** Packets are missing that should be asked for. */
  get hasMissing(): boolean {
    return this.#nacks !== undefined && this.#nacks.size > 0
  }

  /** Takes a packet of this stream. `header` is its own, or the restored one of a retransmission. */
  receive(packet: Uint8Array, header: RtpHeader, nowUs: number, isRetransmission: boolean): void {
    this.#nowUs = nowUs
    if (this.firstPacketAtUs < 0) this.firstPacketAtUs = nowUs
    this.lastPacketAtUs = nowUs
    const sequence = isRetransmission ? this.#countRetransmission(packet, header) : this.#count(packet, header, nowUs)
    if (sequence < 0) return
    if (this.#frames === undefined) this.#measureLatency(packet, header, nowUs)
    else this.#receiveVideo(packet, header, sequence)
  }

  onSenderReport(report: SenderReport, nowUs: number): void {
    this.#lastSrShortNtp = (report.ntpSeconds % 0x10000) * 0x10000 + (report.ntpFraction >>> 16)
    this.#lastSrAtUs = nowUs
  }

  /** For a receiver report; begins a new interval for its fraction lost. */
  takeReport(nowUs: number): ReportBlock {
    const hasSr = this.#lastSrShortNtp !== 0
    return {
      ssrc: this.ssrc,
      fractionLost: this.#sequence.takeFractionLost(),
      packetsLost: this.#sequence.lost,
      // Counted from 0x10000 here, from 0 on the wire.
      highestSequence: (this.#sequence.highest - 0x10000) >>> 0,
      jitter: Math.floor(this.#jitter.value),
      lastSr: this.#lastSrShortNtp,
      delaySinceLastSr: hasSr ? Math.floor((nowUs - this.#lastSrAtUs) * SHORT_NTP_UNITS_PER_US) : 0,
    }
  }

  /** Sequence numbers to ask for now. */
  takeNacks(nowUs: number): readonly number[] {
    const due = this.#nacks?.takeDue(nowUs) ?? []
    if (due.length > 0) this.nackCount++
    return due
  }

  /** Frames are missing for good, so a key frame is needed now; at most once a second. */
  takeKeyRequest(nowUs: number): boolean {
    if (this.#frames === undefined || !this.#sequence.started || this.hasMissing || !this.#frames.isWaiting)
      return false
    if (nowUs - this.#keyRequestedAtUs < KEY_REQUEST_PAUSE_US) return false
    this.#keyRequestedAtUs = nowUs
    this.pliCount++
    return true
  }

  #count(packet: Uint8Array, header: RtpHeader, nowUs: number): number {
    const before = this.#sequence.highest
    const sequence = this.#sequence.add(header.sequenceNumber)
    this.bytesReceived += header.payloadEnd - header.payloadStart
    this.headerBytesReceived += packet.length - (header.payloadEnd - header.payloadStart)
    if (before < 0 || sequence > before) {
      this.#jitter.add(header.timestamp, nowUs)
      if (before >= 0 && sequence > before + 1) this.#nacks?.skipped(before + 1, sequence, nowUs)
    } else this.#nacks?.arrived(sequence)
    return sequence
  }

  #countRetransmission(packet: Uint8Array, header: RtpHeader): number {
    this.retransmittedPacketsReceived++
    this.retransmittedBytesReceived += packet.length
    if (!this.#sequence.started) return -1
    const sequence = extend(header.sequenceNumber, this.#sequence.highest)
    // One that nobody missed only fills the line.
    return this.#nacks?.arrived(sequence) ? sequence : -1
  }

  #receiveVideo(packet: Uint8Array, header: RtpHeader, sequence: number): void {
    const descriptor = this.#descriptor
    if (!readDescriptor(packet, header.payloadStart, header.payloadEnd, descriptor)) {
      this.#frames?.addFiller(sequence)
      return
    }
    const into = this.#packet
    into.sequence = sequence
    into.timestamp = header.timestamp
    into.isStart = descriptor.isStart
    into.isEnd = header.marker
    into.isKey = descriptor.isStart && isKeyFrame(packet, descriptor.dataStart)
    if (into.isKey) {
      const { width, height } = keyFrameSize(packet, descriptor.dataStart)
      this.frameWidth = width
      this.frameHeight = height
    }
    if (header.marker) this.#measureLatency(packet, header, this.#nowUs)
    this.#frames?.add(into)
  }

  #measureLatency(packet: Uint8Array, header: RtpHeader, nowUs: number): void {
    const sentAtUs = readSendTimeUs(packet, header.payloadEnd)
    if (sentAtUs === NO_SEND_TIME) return
    const latencyUs = nowUs - sentAtUs
    if (latencyUs >= -1_000 && latencyUs < LARGEST_LATENCY_US) this.#latency.add(latencyUs)
  }

  #onWhole(isKey: boolean): void {
    this.framesReceived++
    if (isKey) this.keyFramesReceived++
    if (this.firstFrameAtUs < 0) this.firstFrameAtUs = this.#nowUs
  }

  #onShowable(): void {
    this.framesDecoded++
    this.freezes.shown(this.#nowUs)
  }
}
