// One ICE/DTLS transport of one participant, and what is sent and received on it.

import { type DtlsParameters, Refusal } from '@parley/protocol'
import type { types } from 'mediasoup'
import { forwardableCapabilities } from './capabilities.ts'
import { wrapConsumer } from './consumer.ts'
import { ask, type Host, open } from './host.ts'
import type { Levels } from './levels.ts'
import type { ConsumeOptions, Consumer, MediaTransport, ProduceOptions, Producer } from './media.ts'
import { describeTransport, forwardableParameters, objectionTo } from './parameters.ts'
import { wrapProducer } from './producer.ts'

/** Enough for a first 720p layer; the worker's estimate takes over within seconds. */
const initialBitrateBps = 1_000_000
/**
 * Chromium acts on one key frame request in 300 ms and forgets the others; the worker asks again only after 1 s. Requests
 * that come sooner than this after one another are gathered: with four people, video after the death of a worker came
 * back in 1.8 s (median of 6) instead of 3.4 s.
 */
const keyFrameRequestDelay = 400

/** @param siblings the open transports of the router; this one is among them until its end */
export async function openTransport(
  host: Host,
  router: types.Router,
  levels: Levels,
  siblings: Set<MediaTransport>,
): Promise<MediaTransport> {
  const transport = await open(host, router, 'media.unavailable', 'transports', () =>
    router.createWebRtcTransport({
      webRtcServer: host.server,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      initialAvailableOutgoingBitrate: initialBitrateBps,
    }),
  )
  const ours = new WorkerTransport(host, transport, levels)
  siblings.add(ours)
  transport.observer.once('close', () => siblings.delete(ours))
  return ours
}

class WorkerTransport implements MediaTransport {
  readonly id: string
  readonly offer: MediaTransport['offer']
  readonly #host: Host
  readonly #transport: types.WebRtcTransport
  readonly #levels: Levels
  #connected = false

  constructor(host: Host, transport: types.WebRtcTransport, levels: Levels) {
    this.id = transport.id
    this.offer = describeTransport(transport)
    this.#host = host
    this.#transport = transport
    this.#levels = levels
  }

  async connect(dtlsParameters: DtlsParameters): Promise<void> {
    if (this.#connected && !this.#transport.closed) throw new Refusal('transport.alreadyConnected')
    this.#connected = true
    await ask(this.#host, this.#transport, 'transport.notFound', () => this.#transport.connect({ dtlsParameters }))
  }

  async produce({ kind, rtpParameters, muted }: ProduceOptions): Promise<Producer> {
    const objection = objectionTo(kind, rtpParameters)
    if (objection !== undefined) throw new Refusal('track.unsupported', objection)
    const producer = await this.#open(undefined, () =>
      this.#transport.produce({
        kind,
        rtpParameters: forwardableParameters(rtpParameters),
        paused: muted,
        keyFrameRequestDelay,
      }),
    )
    const ours = wrapProducer(this.#host, producer)
    if (kind === 'audio') await this.#listen(producer, ours)
    return ours
  }

  async consume({ producer, rtpCapabilities, events = {} }: ConsumeOptions): Promise<Consumer> {
    const consumer = await this.#open('consumers', () =>
      this.#transport.consume({
        producerId: producer.id,
        rtpCapabilities: forwardableCapabilities(rtpCapabilities),
        paused: true,
      }),
    )
    return wrapConsumer(this.#host, consumer, events)
  }

  close(): void {
    this.#transport.close()
  }

  async #listen(producer: types.Producer, ours: Producer): Promise<void> {
    try {
      await this.#levels.add(producer, ours)
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
