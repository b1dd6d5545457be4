// The media of one client: its transports as they come and go, and the sums of all that it sent and received.

import { Histogram } from '../rtp/histogram.ts'
import type { ReceiveStream } from '../rtp/receive-stream.ts'
import type { OutgoingTrack } from '../source/outgoing-track.ts'
import type { PacketSink } from '../source/send-stream.ts'
import type { Ticking } from '../source/ticker.ts'
import type { LabTrack } from '../source/track.ts'
import type { LabEngine } from './engine.ts'
import { Inbound, type Latencies, type StreamParameters } from './inbound.ts'
import { addTotals, inboundTotals, type MediaTotals, noTotals, outboundTotals } from './media-totals.ts'
import type { ServerParameters } from './offer.ts'
import { Outbound, type SendParameters } from './outbound.ts'
import { type ConnectTimes, Pipe, type PipeState } from './pipe.ts'

export interface ConnectRecord {
  readonly direction: 'send' | 'recv'
  /** Of the engine's clock. */
  readonly startedAtUs: number
  /** Undefined while it is under way, and when it failed. */
  times: ConnectTimes | undefined
  error: Error | undefined
}

/** Where packets go on their way to the server. */
export interface Path {
  route(server: ServerParameters): Promise<ServerParameters>
}

export class ClientMedia {
  readonly engine: LabEngine
  readonly cname: string
  readonly latencies: Latencies = { audio: new Histogram(), video: new Histogram() }
  /** One for each transport that was ever opened, oldest first. */
  readonly connects: ConnectRecord[] = []
  readonly #path: Path | undefined
  readonly #transports = new Set<TransportMedia>()
  #past: MediaTotals = noTotals()

  constructor(engine: LabEngine, path?: Path) {
    this.engine = engine
    this.#path = path
    this.cname = Math.floor(engine.random() * 0xffff_ffff).toString(36)
  }

  /** Those that are open. */
  get transports(): Iterable<TransportMedia> {
    return this.#transports
  }

  /** What is received now. */
  get received(): ReceiveStream[] {
    return [...this.#transports].flatMap(({ inbound }) => [...inbound.streams])
  }

  /** What is sent now. */
  get sent(): OutgoingTrack[] {
    return [...this.#transports].flatMap(({ outbound }) => [...outbound.tracks])
  }

  /** Over the whole life of the client, streams and transports that are no more included. */
  get totals(): MediaTotals {
    return [...this.#transports].reduce((sum, transport) => addTotals(sum, transport.totals), this.#past)
  }

  /** What is known of a transport of the server, as this client reaches it. */
  async route(server: ServerParameters): Promise<ServerParameters> {
    return (await this.#path?.route(server)) ?? server
  }

  openTransport(direction: 'send' | 'recv', server: ServerParameters, onState: (state: PipeState) => void) {
    const transport = new TransportMedia(this, direction, server, onState, () => {
      this.#transports.delete(transport)
      this.#past = addTotals(this.#past, transport.totals)
    })
    this.#transports.add(transport)
    return transport
  }
}

/** One transport: its connection and what goes over it, in one direction. */
export class TransportMedia implements PacketSink, Ticking {
  readonly pipe: Pipe
  readonly inbound: Inbound
  readonly outbound: Outbound
  readonly #engine: LabEngine
  readonly #onClosed: () => void
  #past: MediaTotals = noTotals()
  #transportSequence = 0
  #isClosed = false

  constructor(
    media: ClientMedia,
    direction: 'send' | 'recv',
    server: ServerParameters,
    onState: (state: PipeState) => void,
    onClosed: () => void,
  ) {
    const { engine, latencies } = media
    this.#engine = engine
    this.#onClosed = onClosed
    this.inbound = new Inbound({ send: (packet) => this.send(packet), latencies, phase: engine.random() })
    this.outbound = new Outbound(engine, this)
    const { certificate, clock } = engine
    const record: ConnectRecord = { direction, startedAtUs: clock.nowUs(), times: undefined, error: undefined }
    media.connects.push(record)
    this.pipe = new Pipe({
      server,
      certificate,
      clock,
      onState,
      onRtp: (packet, nowUs) => this.inbound.onRtp(packet, nowUs),
      onRtcp: (packet, nowUs) =>
        direction === 'send' ? this.outbound.onRtcp(packet, nowUs) : this.inbound.onRtcp(packet, nowUs),
    })
    this.pipe.connected.then(
      (times) => {
        record.times = times
      },
      (error: Error) => {
        record.error = error
      },
    )
    engine.ticker.add(this)
  }

  get totals(): MediaTotals {
    const streams = [...this.inbound.streams].map(inboundTotals)
    const tracks = [...this.outbound.tracks].map(outboundTotals)
    const own = { ...noTotals(), strayPackets: this.inbound.strayPackets, packetsDropped: this.pipe.packetsDropped }
    return [...streams, ...tracks, own].reduce(addTotals, this.#past)
  }

  get isOpen(): boolean {
    return this.pipe.isOpen
  }

  send(packet: Buffer): boolean {
    return this.pipe.send(packet)
  }

  nextTransportSequence(): number {
    this.#transportSequence = (this.#transportSequence + 1) & 0xffff
    return this.#transportSequence
  }

  startSending(track: LabTrack, parameters: SendParameters): OutgoingTrack {
    return this.outbound.add(track, parameters)
  }

  stopSending(track: OutgoingTrack): void {
    this.#past = addTotals(this.#past, outboundTotals(track))
    this.outbound.remove(track)
  }

  startReceiving(parameters: StreamParameters): ReceiveStream {
    return this.inbound.add(parameters)
  }

  receiveProbes(transportCcId: number | undefined): void {
    this.inbound.addProbator(transportCcId)
  }

  stopReceiving(stream: ReceiveStream): void {
    this.#past = addTotals(this.#past, inboundTotals(stream))
    this.inbound.remove(stream)
  }

  tick(nowUs: number): void {
    if (!this.pipe.isOpen) return
    this.outbound.tick(nowUs)
    this.inbound.tick(nowUs)
  }

  /** Idempotent. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#engine.ticker.remove(this)
    this.pipe.close()
    this.#onClosed()
  }
}
