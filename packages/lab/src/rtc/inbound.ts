// The receiving half of a client: packets find their streams by SSRC, and the server hears how they arrived.

import { findExtension, NOT_FOUND } from '../rtp/header-extensions.ts'
import type { Histogram } from '../rtp/histogram.ts'
import { emptyHeader, readHeader } from '../rtp/packet.ts'
import { ReceiveStream } from '../rtp/receive-stream.ts'
import { readRtcp } from '../rtp/rtcp-read.ts'
import { MOST_REPORT_BLOCKS, nack, pictureLoss, receiverReport } from '../rtp/rtcp-write.ts'
import { restoreOriginal } from '../rtp/rtx.ts'
import { ArrivalLog } from '../rtp/twcc-write.ts'
import { PROBATOR_SSRC } from './random.ts'

const FEEDBACK_US = 100_000
const REPORT_US = 1_000_000
const REPAIR_US = 10_000
/** A receiver that sends nothing reports under this SSRC, as libwebrtc does. */
const OWN_SSRC = 1

/** One-way latencies in µs, of all streams of a client. */
export interface Latencies {
  readonly audio: Histogram
  readonly video: Histogram
}

export interface InboundOptions {
  readonly send: (packet: Buffer) => boolean
  readonly latencies: Latencies
  /** From 0 to below 1: so that not all clients of a process report at the same moment. */
  readonly phase: number
}

export interface StreamParameters {
  readonly kind: 'audio' | 'video'
  readonly ssrc: number
  readonly payloadType: number
  readonly clockRate: number
  readonly rtx?: { readonly ssrc: number; readonly payloadType: number } | undefined
  readonly usesNack: boolean
  readonly transportCcId: number | undefined
}

interface Route {
  readonly stream: ReceiveStream | undefined
  readonly isRtx: boolean
  readonly payloadType: number
  /** 0: none. */
  readonly transportCcId: number
}

export class Inbound {
  /** Of packets that belong to no stream (any more, or yet). */
  strayPackets = 0
  /** Of mediasoup's probes for bandwidth. */
  probePackets = 0
  readonly #options: InboundOptions
  readonly #routes = new Map<number, Route>()
  readonly #streams = new Set<ReceiveStream>()
  readonly #arrivals = new ArrivalLog()
  readonly #header = emptyHeader()
  readonly #feedback = Buffer.from(new ArrayBuffer(1_500))
  #mediaSsrc = 0
  #nextFeedbackUs = 0
  #nextReportUs = 0
  #nextRepairUs = 0

  constructor(options: InboundOptions) {
    this.#options = options
  }

  get streams(): Iterable<ReceiveStream> {
    return this.#streams
  }

  /** Mediasoup's probes are answered with feedback, but are no stream of anybody. */
  addProbator(transportCcId: number | undefined): void {
    const route = { stream: undefined, isRtx: false, payloadType: 0, transportCcId: transportCcId ?? 0 }
    this.#routes.set(PROBATOR_SSRC, route)
  }

  add(parameters: StreamParameters): ReceiveStream {
    const { kind, ssrc, payloadType, clockRate, rtx, usesNack, transportCcId = 0 } = parameters
    const latency = this.#options.latencies[kind]
    const stream = new ReceiveStream({ kind, ssrc, clockRate, usesNack, latency })
    this.#streams.add(stream)
    this.#routes.set(ssrc, { stream, isRtx: false, payloadType, transportCcId })
    if (rtx !== undefined) this.#routes.set(rtx.ssrc, { stream, isRtx: true, payloadType, transportCcId })
    return stream
  }

  remove(stream: ReceiveStream): void {
    this.#streams.delete(stream)
    for (const [ssrc, route] of this.#routes) if (route.stream === stream) this.#routes.delete(ssrc)
  }

  onRtp(packet: Buffer, nowUs: number): void {
    const header = this.#header
    if (!readHeader(packet, header)) return
    const route = this.#routes.get(header.ssrc)
    if (route === undefined) {
      this.strayPackets++
      return
    }
    if (route.transportCcId > 0) this.#noteArrival(packet, route.transportCcId, nowUs)
    const { stream } = route
    if (stream === undefined) this.probePackets++
    else if (!route.isRtx) stream.receive(packet, header, nowUs, false)
    else if (restoreOriginal(packet, header, stream.ssrc, route.payloadType))
      stream.receive(packet, header, nowUs, true)
  }

  onRtcp(compound: Buffer, nowUs: number): void {
    for (const packet of readRtcp(compound)) {
      if (packet.type === 'sr') this.#routes.get(packet.ssrc)?.stream?.onSenderReport(packet, nowUs)
    }
  }

  tick(nowUs: number): void {
    if (this.#nextReportUs === 0) {
      this.#nextFeedbackUs = nowUs + this.#options.phase * FEEDBACK_US
      this.#nextReportUs = nowUs + this.#options.phase * REPORT_US
    }
    if (nowUs >= this.#nextRepairUs) this.#repair(nowUs)
    if (nowUs >= this.#nextFeedbackUs) {
      this.#sendFeedback()
      this.#nextFeedbackUs = nowUs + FEEDBACK_US
    }
    if (nowUs >= this.#nextReportUs) {
      this.#sendReports(nowUs)
      this.#nextReportUs = nowUs + REPORT_US
    }
  }

  #noteArrival(packet: Buffer, id: number, nowUs: number): void {
    const at = findExtension(packet, this.#header, id)
    if (at === NOT_FOUND) return
    if (this.#arrivals.isFull) this.#sendFeedback()
    this.#mediaSsrc = this.#header.ssrc
    this.#arrivals.add(((packet[at] ?? 0) << 8) | (packet[at + 1] ?? 0), nowUs)
  }

  #sendFeedback(): void {
    while (!this.#arrivals.isEmpty) {
      const length = this.#arrivals.build(this.#feedback, OWN_SSRC, this.#mediaSsrc)
      this.#options.send(this.#feedback.subarray(0, length))
    }
  }

  #sendReports(nowUs: number): void {
    const heard = [...this.#streams].filter(({ packetsReceived }) => packetsReceived > 0)
    for (let from = 0; from < heard.length; from += MOST_REPORT_BLOCKS) {
      const blocks = heard.slice(from, from + MOST_REPORT_BLOCKS).map((stream) => stream.takeReport(nowUs))
      this.#options.send(receiverReport(OWN_SSRC, blocks))
    }
  }

  #repair(nowUs: number): void {
    this.#nextRepairUs = nowUs + REPAIR_US
    for (const stream of this.#streams) {
      if (stream.hasMissing) {
        const missing = stream.takeNacks(nowUs)
        if (missing.length > 0) this.#options.send(nack(OWN_SSRC, stream.ssrc, missing))
      }
      if (stream.takeKeyRequest(nowUs)) this.#options.send(pictureLoss(OWN_SSRC, stream.ssrc))
    }
  }
}
