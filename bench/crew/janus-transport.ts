// A transport of a lab client to Janus: packets, reports and feedback are those that Parley's transports would have.

import type { LabEngine } from '../../packages/lab/src/rtc/engine.ts'
import { Inbound } from '../../packages/lab/src/rtc/inbound.ts'
import {
  addTotals,
  inboundTotals,
  type MediaTotals,
  noTotals,
  outboundTotals,
} from '../../packages/lab/src/rtc/media-totals.ts'
import { Outbound } from '../../packages/lab/src/rtc/outbound.ts'
import { Histogram } from '../../packages/lab/src/rtp/histogram.ts'
import type { PacketSink } from '../../packages/lab/src/source/send-stream.ts'
import type { Ticking } from '../../packages/lab/src/source/ticker.ts'
import type { LabTrack } from '../../packages/lab/src/source/track.ts'
import { JanusPipe } from './janus-pipe.ts'
import { codecs, type Line } from './janus-sdp.ts'

export class JanusTransport implements PacketSink, Ticking {
  readonly pipe: JanusPipe
  readonly #inbound: Inbound
  readonly #outbound: Outbound
  readonly #engine: LabEngine
  #transportSequence = 0

  constructor(engine: LabEngine) {
    this.#engine = engine
    const latencies = { audio: new Histogram(), video: new Histogram() }
    this.#inbound = new Inbound({ send: (packet) => this.send(packet), latencies, phase: engine.random() })
    this.#outbound = new Outbound(engine, this)
    this.pipe = new JanusPipe(engine.certificate, {
      onRtp: (packet) => this.#inbound.onRtp(packet, engine.clock.nowUs()),
      onRtcp: (packet) => {
        const nowUs = engine.clock.nowUs()
        this.#inbound.onRtcp(packet, nowUs)
        this.#outbound.onRtcp(packet, nowUs)
      },
    })
    engine.ticker.add(this)
  }

  get isOpen(): boolean {
    return this.pipe.isOpen
  }

  get totals(): MediaTotals {
    const streams = [...this.#inbound.streams].map(inboundTotals)
    const tracks = [...this.#outbound.tracks].map(outboundTotals)
    return [...streams, ...tracks].reduce(addTotals, noTotals())
  }

  startSending(track: LabTrack, { kind, mid, ssrc, extensions }: Line): void {
    const size = { rtxSsrc: undefined, rid: undefined, isActive: true, maxBitrateBps: undefined, scaleDownBy: 1 }
    const { payloadType } = codecs[kind]
    const encodings = [{ ssrc, ...size }]
    this.#outbound.add(track, { mid, cname: 'bench', payloadType, rtxPayloadType: undefined, extensions, encodings })
  }

  startReceiving({ kind, ssrc, extensions }: Line): void {
    const { payloadType, clockRate } = codecs[kind]
    const usesNack = kind === 'video'
    this.#inbound.add({ kind, ssrc, payloadType, clockRate, usesNack, transportCcId: extensions.transportCc })
  }

  send(packet: Buffer): boolean {
    return this.pipe.send(packet)
  }

  nextTransportSequence(): number {
    this.#transportSequence = (this.#transportSequence + 1) & 0xffff
    return this.#transportSequence
  }

  tick(nowUs: number): void {
    if (!this.isOpen) return
    this.#outbound.tick(nowUs)
    this.#inbound.tick(nowUs)
  }

  close(): void {
    this.#engine.ticker.remove(this)
    this.pipe.close()
  }
}
