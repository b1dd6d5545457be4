// What one published track sends: a voice, or a video in one to three sizes, with their reports, on the tick.

import { toNtp } from '../rtp/ntp.ts'
import type { RtcpPacket } from '../rtp/rtcp-read.ts'
import type { PacketSink } from './send-stream.ts'
import type { Ticking } from './ticker.ts'
import type { LabTrack } from './track.ts'
import { VideoLayer } from './video-layer.ts'
import type { Voice } from './voice.ts'

export type Layer = VideoLayer | Voice

const REPORT_US = 1_000_000
/** The first report comes soon: a forwarder needs one of each layer before it can switch between them. */
const FIRST_REPORT_US = 100_000

export interface OutgoingTrackOptions {
  readonly sink: PacketSink
  readonly track: LabTrack
  readonly layers: readonly Layer[]
  readonly toUnixUs: (nowUs: number) => number
  /** From 0 to below 1: so that not all tracks of a process send at the same moment. */
  readonly phase: number
}

export class OutgoingTrack implements Ticking {
  readonly layers: readonly Layer[]
  readonly #options: OutgoingTrackOptions
  #track: LabTrack | null
  #isPaused = false
  #isRunning = false
  #nextReportUs = 0
  #lastTickUs = 0
  #remoteLimitBps: number | undefined

  constructor(options: OutgoingTrackOptions) {
    this.#options = options
    this.#track = options.track
    this.layers = options.layers
  }

  get track(): LabTrack | null {
    return this.#track
  }

  /** What the receiver's last REMB allows, where it sends one. The lab does not follow it. */
  get remoteLimitBps(): number | undefined {
    return this.#remoteLimitBps
  }

  replace(track: LabTrack | null): void {
    this.#track = track
    const media = track?.media
    if (!media || !('width' in media)) return
    for (const layer of this.layers) if (layer instanceof VideoLayer) layer.clip = media.clips.video(wishOf(layer))
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
  }

  /** Which of its sizes are sent, by index, smallest first. */
  setActive(isActive: (index: number) => boolean): void {
    for (const [index, layer] of this.layers.entries()) {
      const wasActive = layer.isActive
      layer.isActive = isActive(index)
      if (layer.isActive && !wasActive) layer.start(this.#lastTickUs)
    }
  }

  tick(nowUs: number): void {
    this.#lastTickUs = nowUs
    const { sink, phase } = this.#options
    const track = this.#track
    const runs = sink.isOpen && !this.#isPaused && track?.enabled === true && track.readyState === 'live'
    if (runs !== this.#isRunning) {
      this.#isRunning = runs
      const startUs = nowUs + phase * (track?.kind === 'audio' ? 20_000 : 33_333)
      if (runs) for (const layer of this.layers) layer.start(startUs)
      this.#nextReportUs = startUs + FIRST_REPORT_US
    }
    if (!runs) return
    for (const layer of this.layers) if (layer.isActive) layer.tick(nowUs)
    if (nowUs >= this.#nextReportUs) this.#report(nowUs)
  }

  /** RTCP that concerns one of the streams. */
  onRtcp(packet: RtcpPacket, nowUs: number): void {
    switch (packet.type) {
      case 'sr':
      case 'rr':
        for (const block of packet.reports) {
          this.#layer(block.ssrc)?.stream.onReport(block, this.#options.toUnixUs(nowUs))
        }
        break
      case 'nack':
        this.#layer(packet.mediaSsrc)?.stream.resend(packet.sequenceNumbers, nowUs)
        break
      case 'pli':
        this.#requestKeyFrame(packet.mediaSsrc, 'pliCount')
        break
      case 'fir':
        for (const ssrc of packet.mediaSsrcs) this.#requestKeyFrame(ssrc, 'firCount')
        break
      case 'remb':
        this.#remoteLimitBps = packet.bitrateBps
        break
      default:
      // Feedback on arrival times is for an encoder that adapts; this one has a constant rate.
    }
  }

  #report(nowUs: number): void {
    this.#nextReportUs = nowUs + REPORT_US
    const ntp = toNtp(this.#options.toUnixUs(nowUs))
    for (const layer of this.layers) {
      if (layer.isActive && layer.stream.packetsSent > 0) {
        this.#options.sink.send(layer.stream.report(ntp, layer.timestampAt(nowUs)))
      }
    }
  }

  #requestKeyFrame(ssrc: number, counter: 'pliCount' | 'firCount'): void {
    const layer = this.#layer(ssrc)
    if (!(layer instanceof VideoLayer)) return
    layer[counter]++
    layer.requestKeyFrame()
  }

  #layer(ssrc: number): Layer | undefined {
    return this.layers.find(({ stream }) => stream.ssrc === ssrc)
  }
}

function wishOf(layer: VideoLayer) {
  return { height: layer.clip.height, maxBitrateBps: undefined }
}
