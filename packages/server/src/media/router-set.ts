// One room's media on this machine: a router on each worker that it needs, and the pipes between them.

import { Refusal } from '@parley/protocol'
import type { Host } from './host.ts'
import type {
  DataChannelOptions,
  DataMessage,
  Producer,
  RouterEvents,
  RouterSet,
  RouterSetEvents,
  TransportPair,
} from './media.ts'
import type { Lease } from './pipe.ts'
import { Pipes } from './pipes.ts'
import type { Load } from './placement.ts'
import type { WorkerRouter } from './router.ts'
import { nextPlace, type Share } from './spread.ts'
import type { WorkerTransport } from './transport.ts'

/** What a room needs of the pool of workers. */
export interface RouterPool {
  /** The load of the least loaded living worker that is none of these; undefined: there is none. */
  spareLoad(except: ReadonlySet<Host>): Load | undefined
  /** Refusal media.unavailable: no other worker lives. */
  openRouter(events: RouterEvents, except?: ReadonlySet<Host>): Promise<WorkerRouter>
}

export interface RouterSetOptions {
  readonly pool: RouterPool
  readonly spreadAbove: number
  readonly events: RouterSetEvents
}

/** What the room has on one worker. */
class Place implements Share {
  readonly router: WorkerRouter
  seats = 0
  consumers = 0

  constructor(router: WorkerRouter) {
    this.router = router
  }

  get worker(): Load {
    return this.router.host.load
  }
}

export class WorkerRouterSet implements RouterSet {
  readonly #options: RouterSetOptions
  readonly #places = new Map<string, Place>()
  readonly #pipes = new Pipes()
  #opening: Promise<void> | undefined
  #closed = false

  constructor(options: RouterSetOptions) {
    this.#options = options
  }

  async openPair({ data }: { data: boolean }): Promise<TransportPair> {
    const place = await this.#takeSeat()
    const reach = (producer: Producer) => this.#reach(producer, place)
    const open = () => place.router.openTransport({ reach, data })
    const opening = await Promise.allSettled([open(), open()])
    const [send, receive] = opening
    if (send.status === 'fulfilled' && receive.status === 'fulfilled')
      return this.#pair(place, send.value, receive.value)
    for (const each of opening) if (each.status === 'fulfilled') each.value.close()
    this.#leaveSeat(place)
    throw send.status === 'rejected' ? send.reason : receive.status === 'rejected' && receive.reason
  }

  sendData(message: DataMessage): void {
    for (const { router } of this.#places.values()) router.data.send(message)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const place of this.#places.values()) this.#closePlace(place)
  }

  #pair(place: Place, send: WorkerTransport, receive: WorkerTransport): TransportPair {
    let open = true
    const close = () => {
      if (!open) return
      open = false
      send.close()
      receive.close()
      this.#leaveSeat(place)
    }
    const carriers = { send: send.webRtcTransport, receive: receive.webRtcTransport }
    const openDataChannel = (options: DataChannelOptions) => place.router.data.openChannel(carriers, options)
    return { router: place.router.id, send, receive, openDataChannel, close }
  }

  /** Counted at once, so that a burst of joiners spreads before the first of them has anything. */
  async #takeSeat(): Promise<Place> {
    for (;;) {
      if (this.#closed) throw new Refusal('media.unavailable')
      const place = this.#choose()
      if (place !== undefined) {
        place.seats += 1
        return place
      }
      this.#opening ??= this.#openPlace().finally(() => {
        this.#opening = undefined
      })
      await this.#opening
    }
  }

  /** Undefined: another router is to be opened. */
  #choose(): Place | undefined {
    const places = [...this.#places.values()]
    const used = new Set(places.map(({ router }) => router.host))
    const chosen = nextPlace(places, this.#options.pool.spareLoad(used), this.#options.spreadAbove)
    return chosen === 'another' ? undefined : chosen
  }

  async #openPlace(): Promise<void> {
    const used = new Set([...this.#places.values()].map(({ router }) => router.host))
    const { events } = this.#options
    let place: Place | undefined
    try {
      const opened = this.#options.pool.openRouter(
        {
          lost: () => place !== undefined && this.#lost(place),
          speaking: (levels) => place !== undefined && events.speaking(place.router.id, levels),
        },
        used,
      )
      place = new Place(await opened)
    } catch (error) {
      // Whoever is on another worker already can take one more.
      if (this.#places.size > 0 && error instanceof Refusal) return
      throw error
    }
    if (this.#closed) return place.router.close()
    if (!place.router.closed) this.#places.set(place.router.id, place)
  }

  #lost(place: Place): void {
    if (!this.#places.delete(place.router.id)) return
    this.#pipes.closeThoseOf(place.router)
    this.#options.events.speaking(place.router.id, [])
    this.#options.events.lost(place.router.id)
  }

  /** The router of the last seat stays where it is the only one, as the next one to come needs one. */
  #leaveSeat(place: Place): void {
    place.seats -= 1
    if (place.seats === 0 && this.#places.size > 1 && this.#places.get(place.router.id) === place)
      this.#closePlace(place)
  }

  #closePlace(place: Place): void {
    this.#places.delete(place.router.id)
    this.#pipes.closeThoseOf(place.router)
    place.router.close()
    if (!this.#closed) this.#options.events.speaking(place.router.id, [])
  }

  /** What a transport of `place` has to hold so that it can receive a producer, which may have come in elsewhere. */
  async #reach(producer: Producer, place: Place): Promise<Lease> {
    const home = this.#places.get(producer.router)
    if (home === undefined) throw new Refusal('track.notFound')
    const pipe = home === place ? undefined : this.#pipes.lease(producer.id, home.router, place.router)
    place.consumers += 1
    let counted = true
    const uncount = () => {
      if (counted) place.consumers -= 1
      counted = false
    }
    try {
      const lease = await pipe
      const release = () => {
        uncount()
        lease?.release()
      }
      return { release, ...(lease === undefined ? {} : { flow: lease.flow }) }
    } catch (error) {
      uncount()
      throw error
    }
  }
}
