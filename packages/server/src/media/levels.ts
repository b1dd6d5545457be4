// Who speaks on a router, measured by the worker from the audio-level header extension (RFC 6464).

import type { types } from 'mediasoup'
import { ask, type Host, open } from './host.ts'
import type { Producer, RouterEvents } from './media.ts'

const options = { maxEntries: 4, threshold: -60, interval: 400 } satisfies types.AudioLevelObserverOptions

export class Levels {
  readonly #host: Host
  readonly #router: types.Router
  readonly #speaking: RouterEvents['speaking']
  readonly #producers = new Map<string, Producer>()
  #observer: Promise<types.AudioLevelObserver> | undefined

  constructor(host: Host, router: types.Router, speaking: RouterEvents['speaking']) {
    this.#host = host
    this.#router = router
    this.#speaking = speaking
  }

  /** Listens to an audio producer until its end; most rooms have none yet when they open, so the first one starts it. */
  async add(theirs: types.Producer, ours: Producer): Promise<void> {
    this.#observer ??= this.#open()
    const observer = await this.#observer
    await ask(this.#host, theirs, 'track.notFound', () => observer.addProducer({ producerId: theirs.id }))
    if (theirs.closed) return
    this.#producers.set(ours.id, ours)
    theirs.observer.once('close', () => this.#producers.delete(ours.id))
  }

  async #open(): Promise<types.AudioLevelObserver> {
    try {
      const observer = await open(this.#host, this.#router, 'media.unavailable', undefined, () =>
        this.#router.createAudioLevelObserver(options),
      )
      observer.on('volumes', (volumes) => this.#tell(volumes))
      observer.on('silence', () => this.#speaking([]))
      return observer
    } catch (error) {
      this.#observer = undefined
      throw error
    }
  }

  #tell(volumes: readonly types.AudioLevelObserverVolume[]): void {
    const levels = volumes.flatMap(({ producer, volume }) => {
      const ours = this.#producers.get(producer.id)
      return ours === undefined ? [] : [{ producer: ours, level: volume }]
    })
    if (levels.length > 0) this.#speaking(levels)
  }
}
