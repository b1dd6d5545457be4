// One participant receiving one track: brings its consumer, step by step, to what is wished of it.

import type { Consumer } from '../media/media.ts'
import type { Wish } from './topology/sfu.ts'

export class RoomSubscription {
  readonly track: string
  readonly kind: 'audio' | 'video'
  #wish: Wish
  /** The client has said that it can receive it. */
  #ready = false
  #consumer: Consumer | undefined
  /** What the consumer has been told so far. A consumer starts paused, at its largest layer and with priority 1. */
  readonly #applied: { layer?: number; priority: number; flowing: boolean } = { priority: 1, flowing: false }
  #applying = Promise.resolve()
  #isApplying = false
  #closed = false

  constructor(track: string, kind: 'audio' | 'video', wish: Wish) {
    this.track = track
    this.kind = kind
    this.#wish = wish
  }

  /** Undefined while it is being opened. */
  get consumer(): Consumer | undefined {
    return this.#consumer
  }

  carryBy(consumer: Consumer): Promise<void> {
    this.#consumer = consumer
    return this.#apply()
  }

  adjust(wish: Wish): Promise<void> {
    this.#wish = wish
    return this.#apply()
  }

  ready(): Promise<void> {
    // Said once more by somebody who was away: it goes on with a key frame then.
    if (this.#ready) this.#applied.flowing = false
    this.#ready = true
    return this.#apply()
  }

  close(): void {
    this.#closed = true
    this.#consumer?.close()
  }

  /** One change after another; a wish that changes meanwhile is met in the end. */
  #apply(): Promise<void> {
    if (!this.#isApplying) this.#applying = this.#applyAll()
    return this.#applying
  }

  async #applyAll(): Promise<void> {
    const consumer = this.#consumer
    if (consumer === undefined) return
    this.#isApplying = true
    try {
      for (let step = this.#nextStep(consumer); step !== undefined && !this.#closed; step = this.#nextStep(consumer))
        await step()
    } finally {
      // With the last look, and not a turn later: a wish that came in between would be met by nobody.
      this.#isApplying = false
    }
  }

  #nextStep(consumer: Consumer): (() => Promise<void>) | undefined {
    const { layer, priority, paused } = this.#wish
    if (consumer.layers.spatial > 1 && layer !== this.#applied.layer) {
      this.#applied.layer = layer
      return () => consumer.preferLayers(layer)
    }
    if (priority !== this.#applied.priority) {
      this.#applied.priority = priority
      return () => consumer.setPriority(priority)
    }
    const flowing = this.#ready && !paused
    if (flowing === this.#applied.flowing) return undefined
    this.#applied.flowing = flowing
    return () => (flowing ? consumer.resume() : consumer.pause())
  }
}
