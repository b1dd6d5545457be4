// One participant's place in the forwarding: its two transports, what it sends and what it receives.

import {
  type DtlsParameters,
  type IceParameters,
  Refusal,
  type RtpCapabilities,
  type SfuMedia,
  type Subscription,
} from '@parley/protocol'
import type { DataChannel, DataChannelOptions, MediaTransport, Producer, TransportPair } from '../media/media.ts'
import { RoomSubscription } from './subscription.ts'
import type { Wish } from './topology/sfu.ts'

/** What is forwarded of a video now, counted from 0, the smallest; null: nothing. */
export interface ForwardedLayers {
  readonly spatialLayer: number | null
  readonly temporalLayer: number | null
}

/** What a client can do. */
export interface Receiver {
  readonly rtpCapabilities: RtpCapabilities
  /** Open data channels. */
  readonly data: boolean
}

export interface SeatEvents {
  subscriptionsOpened(subscriptions: Subscription[]): void
  subscriptionsClosed(ids: string[]): void
  layersChanged(subscription: string, layers: ForwardedLayers): void
  /** How well a track arrives, 0–10; undefined: it is not received any more. */
  rated(track: string, score: number | undefined): void
  /** A consumer could not be opened or adjusted; the subscription is given up. */
  failed(track: string, error: unknown): void
}

export class Seat {
  readonly participant: string
  /** Its client may want data channels. */
  readonly data: boolean
  readonly #rtpCapabilities: RtpCapabilities
  readonly #events: SeatEvents
  readonly #producers = new Map<string, Producer>()
  readonly #receiving = new Map<string, RoomSubscription>()
  #transports: TransportPair | undefined
  #epoch = 0
  #opened: Subscription[] = []
  #closed: string[] = []
  #flushing = false

  constructor(participant: string, { rtpCapabilities, data }: Receiver, events: SeatEvents) {
    this.participant = participant
    this.data = data
    this.#rtpCapabilities = rtpCapabilities
    this.#events = events
  }

  /** Takes new transports in place of old ones that are gone, with everything on them. */
  furnish(transports: TransportPair, epoch: number): void {
    this.#transports = transports
    this.#epoch = epoch
  }

  /** Of its transports: participants on other workers than this one may have other epochs. */
  get epoch(): number {
    return this.#epoch
  }

  /** The one that its transports are on. */
  get router(): string | undefined {
    return this.#transports?.router
  }

  get furnished(): boolean {
    return this.#transports !== undefined
  }

  get offer(): SfuMedia | undefined {
    if (this.#transports === undefined) return undefined
    const { send, receive } = this.#transports
    return { topology: 'sfu', epoch: this.#epoch, send: send.offer, receive: receive.offer }
  }

  async connect(transport: string, dtlsParameters: DtlsParameters): Promise<void> {
    await this.#transport(transport).connect(dtlsParameters)
  }

  restartIce(transport: string): Promise<IceParameters> {
    return this.#transport(transport).restartIce()
  }

  /** Refusals: media.unavailable, transport.notFound, data.unsupported. */
  openDataChannel(options: DataChannelOptions): Promise<DataChannel> {
    if (this.#transports === undefined) throw new Refusal('media.unavailable')
    return this.#transports.openDataChannel(options)
  }

  async produce(track: string, options: Parameters<MediaTransport['produce']>[0]): Promise<Producer> {
    if (this.#transports === undefined) throw new Refusal('media.unavailable')
    const producer = await this.#transports.send.produce(options)
    this.#producers.get(track)?.close()
    this.#producers.set(track, producer)
    return producer
  }

  producer(track: string): Producer | undefined {
    return this.#producers.get(track)
  }

  endProducer(track: string): void {
    this.#producers.get(track)?.close()
    this.#producers.delete(track)
  }

  /** Opens a consumer; the client is told at the end of the tick, together with the others of that tick. */
  async open(track: string, producer: Producer, kind: 'audio' | 'video', wish: Wish): Promise<void> {
    const receive = this.#transports?.receive
    if (receive === undefined) return
    const subscription = new RoomSubscription(track, kind, wish)
    this.#receiving.set(track, subscription)
    try {
      const consumer = await receive.consume({
        producer,
        rtpCapabilities: this.#rtpCapabilities,
        events: {
          layersChanged: (spatialLayer, temporalLayer) =>
            this.#events.layersChanged(consumer.id, { spatialLayer, temporalLayer }),
          scoreChanged: (score) => this.#events.rated(track, score),
        },
      })
      // The track, this seat or its transports may have gone while the worker was opening it.
      if (!this.#holds(subscription)) return consumer.close()
      this.#opened.push({ id: consumer.id, track, kind, rtpParameters: consumer.rtpParameters })
      this.#flushSoon()
      await subscription.carryBy(consumer)
    } catch (error) {
      this.#fail(subscription, error)
    }
  }

  async adjust(track: string, wish: Wish): Promise<void> {
    const subscription = this.#receiving.get(track)
    if (subscription !== undefined) await this.#attempt(subscription, subscription.adjust(wish))
  }

  /** The client can receive these now: whatever is wanted starts to flow. */
  async ready(ids: readonly string[]): Promise<void> {
    const wanted = new Set(ids)
    const named = [...this.#receiving.values()].filter(({ consumer }) => wanted.has(consumer?.id ?? ''))
    await Promise.all(named.map((subscription) => this.#attempt(subscription, subscription.ready())))
  }

  closeSubscription(track: string): void {
    const subscription = this.#receiving.get(track)
    this.#receiving.delete(track)
    subscription?.close()
    this.#events.rated(track, undefined)
    const id = subscription?.consumer?.id
    if (id === undefined) return
    const untold = this.#opened.findIndex((opened) => opened.id === id)
    if (untold >= 0) this.#opened.splice(untold, 1)
    else this.#closed.push(id)
    this.#flushSoon()
  }

  /** Those that the client was told of, or is just being told of. */
  get subscriptions(): Subscription[] {
    return [...this.#receiving.values()].flatMap(({ track, kind, consumer }) =>
      consumer === undefined ? [] : [{ id: consumer.id, track, kind, rtpParameters: consumer.rtpParameters }],
    )
  }

  get subscriptionCount(): number {
    return this.#receiving.size
  }

  /** Forgets everything that hung on transports which are gone or go now. */
  clear(): void {
    this.#transports?.close()
    this.#transports = undefined
    this.#producers.clear()
    this.#receiving.clear()
    this.#opened = []
    this.#closed = []
  }

  #transport(id: string): MediaTransport {
    const { send, receive } = this.#transports ?? {}
    const found = [send, receive].find((candidate) => candidate?.id === id)
    if (found === undefined) throw new Refusal('transport.notFound')
    return found
  }

  #holds(subscription: RoomSubscription): boolean {
    return this.#receiving.get(subscription.track) === subscription
  }

  async #attempt(subscription: RoomSubscription, work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      this.#fail(subscription, error)
    }
  }

  /** Gives a subscription up; one that has gone meanwhile is of no interest any more. */
  #fail(subscription: RoomSubscription, error: unknown): void {
    if (!this.#holds(subscription)) return
    this.closeSubscription(subscription.track)
    this.#events.failed(subscription.track, error)
  }

  #flushSoon(): void {
    if (this.#flushing) return
    this.#flushing = true
    setImmediate(() => {
      this.#flushing = false
      const [opened, closed] = [this.#opened, this.#closed]
      this.#opened = []
      this.#closed = []
      if (closed.length > 0) this.#events.subscriptionsClosed(closed)
      if (opened.length > 0) this.#events.subscriptionsOpened(opened)
    })
  }
}
