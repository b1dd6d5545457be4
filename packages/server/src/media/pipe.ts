// One producer carried from its own router to another of the room, for as long as somebody there receives it.

import type { types } from 'mediasoup'
import { ask, open } from './host.ts'
import type { PipeableRouter, PipePair } from './pipe-pair.ts'

/** One receiver's hold on a pipe. */
export interface Lease {
  /** Whether this receiver wants packets now: where none does, none are carried. Never rejects. Absent: nothing is. */
  readonly flow?: (flowing: boolean) => Promise<void>
  /** Idempotent. */
  release(): void
}

export interface PipeOptions {
  /** By its id, which it has on both routers. */
  readonly producerId: string
  readonly from: PipeableRouter
  readonly to: PipeableRouter
  readonly pair: () => Promise<PipePair>
  /** Called once, when nothing is carried any more: nobody receives it, or its producer or one of the routers has ended. */
  readonly onEnd: () => void
}

export class Pipe {
  readonly #options: PipeOptions
  readonly #ready: Promise<void>
  #holders = 0
  #flowing = 0
  #consumer: types.Consumer | undefined
  #producer: types.Producer | undefined
  #applying = Promise.resolve()
  #isApplying = false
  #ended = false

  constructor(options: PipeOptions) {
    this.#options = options
    this.#ready = this.#open()
  }

  /** Resolves when the producer can be received on the other router. Refusals: track.notFound, media.unavailable. */
  async lease(): Promise<Lease> {
    // Counted before the wait, so that whoever lets go meanwhile does not end it.
    this.#holders += 1
    try {
      await this.#ready
    } catch (error) {
      this.#holders -= 1
      throw error
    }
    return this.#newLease()
  }

  #newLease(): Lease {
    const held = { flowing: false, released: false }
    const flow = (flowing: boolean) => {
      if (held.released || held.flowing === flowing) return Promise.resolve()
      held.flowing = flowing
      this.#flowing += flowing ? 1 : -1
      return this.#apply()
    }
    const release = () => {
      if (held.released) return
      // Where others still receive nothing follows; where nobody does, the pipe ends or pauses.
      flow(false).catch(() => undefined)
      held.released = true
      this.#holders -= 1
      if (this.#holders === 0) this.#end()
    }
    return { flow, release }
  }

  async #open(): Promise<void> {
    const { producerId, from, to } = this.#options
    try {
      const pair = await this.#options.pair()
      const sending = pair.end(from)
      const receiving = pair.end(to)
      const consumer = await open(from.host, sending, 'track.notFound', 'pipes', () => sending.consume({ producerId }))
      this.#consumer = consumer
      const { kind, rtpParameters, producerPaused } = consumer
      const producer = await open(to.host, receiving, 'media.unavailable', undefined, () =>
        receiving.produce({ id: producerId, kind, rtpParameters, paused: producerPaused }),
      )
      this.#producer = producer
      this.#follow(consumer, producer)
    } catch (error) {
      this.#end()
      throw error
    }
  }

  /** mediasoup's observers end with what they observe, and their listeners with them. */
  #follow(consumer: types.Consumer, producer: types.Producer): void {
    consumer.observer.once('close', () => this.#end())
    producer.observer.once('close', () => this.#end())
    consumer.on('producerpause', () => this.#mirror(() => producer.pause()))
    consumer.on('producerresume', () => this.#mirror(() => producer.resume()))
    if (consumer.closed || producer.closed) this.#end()
    else if (consumer.producerPaused && !producer.paused) this.#mirror(() => producer.pause())
    else if (!consumer.producerPaused && producer.paused) this.#mirror(() => producer.resume())
    this.#apply().catch(() => undefined) // #apply never rejects
  }

  #mirror(change: () => Promise<void>): void {
    const { to } = this.#options
    const producer = this.#producer
    if (producer === undefined) return
    // It may have ended meanwhile, and then there is nothing to mirror.
    ask(to.host, producer, 'track.notFound', change).catch(() => undefined)
  }

  /** Brings the carrying in line with whether anybody wants packets, one request after another. */
  #apply(): Promise<void> {
    if (!this.#isApplying) this.#applying = this.#applyAll()
    return this.#applying
  }

  async #applyAll(): Promise<void> {
    this.#isApplying = true
    const consumer = this.#consumer
    while (consumer !== undefined && this.#producer !== undefined && !this.#ended && this.#differs(consumer)) {
      const change = () => (this.#flowing > 0 ? consumer.resume() : consumer.pause())
      // Resumed video begins with a key frame: the worker asks for it. What has ended ends the pipe, and needs nothing more.
      const changed = await ask(this.#options.from.host, consumer, 'track.notFound', change).then(
        () => true,
        () => false,
      )
      if (!changed) break
    }
    // With the last look, and not a turn later: a wish that came in between would be met by nobody.
    this.#isApplying = false
  }

  #differs(consumer: types.Consumer): boolean {
    return consumer.paused === this.#flowing > 0
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#consumer?.close()
    this.#producer?.close()
    this.#options.onEnd()
  }
}
