// One ICE/DTLS transport of one participant, and what is sent and received on it.

import { type DtlsParameters, maxDataFrameBytes, Refusal } from '@parley/protocol'
import type { types } from 'mediasoup'
import { forwardableCapabilities } from './capabilities.ts'
import { wrapConsumer } from './consumer.ts'
import { ask, type Host, open } from './host.ts'
import type { Levels } from './levels.ts'
import type { ConsumeOptions, Consumer, MediaTransport, ProduceOptions, Producer } from './media.ts'
import { refreshAfterMoves } from './moved-path.ts'
import { describeTransport, forwardableParameters, objectionTo } from './parameters.ts'
import { wrapProducer } from './producer.ts'
import type { Reach } from './router.ts'

/**
 * Chromium acts on one key frame request in 300 ms and forgets the others; the worker asks again only after 1 s. Requests
 * that come sooner than this after one another are gathered: with four people, video after the death of a worker came
 * back in 1.8 s (median of 6) instead of 3.4 s.
 */
const keyFrameRequestDelay = 400

export interface TransportOptions {
  readonly host: Host
  readonly router: types.Router
  readonly levels: Levels
  /** The open transports of the router; this one is among them until its end. */
  readonly siblings: Set<MediaTransport>
  /** Without one, only producers of the same router can be received. */
  readonly reach: Reach | undefined
  /** Data channels can be opened on it. They cost nothing until then. */
  readonly data: boolean
}

/** Bytes that may wait for a slow reader. */
const dataQueueBytes = 1_048_576

const sctp = {
  enableSctp: true,
  maxSendMessageSize: maxDataFrameBytes,
  maxReceiveMessageSize: maxDataFrameBytes,
  sctpSendBufferSize: dataQueueBytes,
  sctpPerStreamSendQueueLimit: dataQueueBytes,
  sctpMaxReceiverWindowBufferSize: dataQueueBytes,
}

export async function openTransport(options: TransportOptions): Promise<WorkerTransport> {
  const { host, router, siblings, data } = options
  const { initialBps, maxBps } = host.outgoingBitrate
  const transport = await open(host, router, 'media.unavailable', 'transports', () =>
    router.createWebRtcTransport({
      webRtcServer: host.server,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      initialAvailableOutgoingBitrate: initialBps,
      ...(data ? sctp : {}),
    }),
  )
  refreshAfterMoves(host, transport)
  if (maxBps > 0) await ask(host, transport, 'transport.notFound', () => transport.setMaxOutgoingBitrate(maxBps))
  const ours = new WorkerTransport(options, transport)
  siblings.add(ours)
  transport.observer.once('close', () => siblings.delete(ours))
  return ours
}

export class WorkerTransport implements MediaTransport {
  readonly id: string
  readonly offer: MediaTransport['offer']
  readonly #host: Host
  readonly #transport: types.WebRtcTransport
  readonly #options: TransportOptions
  #connected = false

  constructor(options: TransportOptions, transport: types.WebRtcTransport) {
    this.id = transport.id
    this.offer = describeTransport(transport)
    this.#host = options.host
    this.#transport = transport
    this.#options = options
  }

  /** For what shares this transport with the media. */
  get webRtcTransport(): types.WebRtcTransport {
    return this.#transport
  }

  async connect(dtlsParameters: DtlsParameters): Promise<void> {
    if (this.#connected && !this.#transport.closed) throw new Refusal('transport.alreadyConnected')
    this.#connected = true
    await ask(this.#host, this.#transport, 'transport.notFound', () => this.#transport.connect({ dtlsParameters }))
  }

  async restartIce(): Promise<MediaTransport['offer']['iceParameters']> {
    return await ask(this.#host, this.#transport, 'transport.notFound', () => this.#transport.restartIce())
  }

  async produce({ kind, rtpParameters, muted, label, events = {} }: ProduceOptions): Promise<Producer> {
    const objection = objectionTo(kind, rtpParameters)
    if (objection !== undefined) throw new Refusal('track.unsupported', objection)
    const producer = await this.#open(undefined, () =>
      this.#transport.produce({
        kind,
        rtpParameters: forwardableParameters(rtpParameters),
        paused: muted,
        ...(label === undefined ? {} : { appData: { label } }),
        keyFrameRequestDelay,
      }),
    )
    const ours = wrapProducer(this.#host, this.#options.router.id, producer, events)
    if (kind === 'audio') await this.#listen(producer)
    return ours
  }

  async consume({ producer, rtpCapabilities, events = {} }: ConsumeOptions): Promise<Consumer> {
    const lease = await this.#options.reach?.(producer)
    try {
      const consumer = await this.#open('consumers', () =>
        this.#transport.consume({
          producerId: producer.id,
          rtpCapabilities: forwardableCapabilities(rtpCapabilities),
          paused: true,
        }),
      )
      return wrapConsumer(this.#host, consumer, events, lease)
    } catch (error) {
      lease?.release()
      throw error
    }
  }

  close(): void {
    this.#transport.close()
  }

  async #listen(producer: types.Producer): Promise<void> {
    try {
      await this.#options.levels.add(producer)
    } catch (error) {
      producer.close()
      throw error
    }
  }

  /** What mediasoup or the worker objects to in the client's parameters is the client's mistake. */
  async #open<T extends types.Producer | types.Consumer>(counted: 'consumers' | undefined, request: () => Promise<T>) {
    try {
      return await open(this.#host, this.#transport, 'transport.notFound', counted, request)
    } catch (error) {
      if (error instanceof Refusal) throw error
      throw new Refusal('track.unsupported', error instanceof Error ? error.message : undefined, { cause: error })
    }
  }
}
