// Who speaks on a router, measured by the worker from the audio-level header extension (RFC 6464).

import type { types } from 'mediasoup'
import { ask, type Host, open } from './host.ts'
import type { RouterEvents } from './media.ts'

/** The shortest interval that a worker keeps; with packets of 20 ms it holds the ten that a worker wants before it judges. */
const options = { maxEntries: 10, threshold: -60, interval: 250 } satisfies types.AudioLevelObserverOptions

export class Levels {
  readonly #host: Host
  readonly #router: types.Router
  readonly #speaking: RouterEvents['speaking']
  #observer: Promise<types.AudioLevelObserver> | undefined

  constructor(host: Host, router: types.Router, speaking: RouterEvents['speaking']) {
    this.#host = host
    this.#router = router
    this.#speaking = speaking
  }

  /** Listens to an audio producer until its end; most rooms have none yet when they open, so the first one starts it. */
  async add(producer: types.Producer): Promise<void> {
    this.#observer ??= this.#open()
    const observer = await this.#observer
    await ask(this.#host, producer, 'track.notFound', () => observer.addProducer({ producerId: producer.id }))
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
      const { label } = producer.appData
      return typeof label === 'string' ? [{ label, level: volume }] : []
    })
    if (levels.length > 0) this.#speaking(levels)
  }
}
