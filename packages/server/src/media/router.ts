// Where the packets of one room meet in one worker: one router.

import type { types } from 'mediasoup'
import { mediaCodecs } from './capabilities.ts'
import { DataHub } from './data-hub.ts'
import { type Host, open } from './host.ts'
import { Levels } from './levels.ts'
import type { MediaTransport, Producer, Router, RouterEvents } from './media.ts'
import type { Lease } from './pipe.ts'
import type { PipeableRouter } from './pipe-pair.ts'
import { openTransport, type WorkerTransport } from './transport.ts'

/** Makes a producer receivable here that came in by another router, as long as the lease is held. */
export type Reach = (producer: Producer) => Promise<Lease>

export class WorkerRouter implements Router, PipeableRouter {
  readonly host: Host
  readonly router: types.Router
  readonly data: DataHub
  readonly #levels: Levels
  readonly #transports = new Set<MediaTransport>()

  private constructor(host: Host, router: types.Router, events: RouterEvents) {
    this.host = host
    this.router = router
    this.data = new DataHub(host, router)
    this.#levels = new Levels(host, router, (speakers) => events.speaking(speakers))
    // mediasoup says this also when we end the worker; that is no loss, the rooms are closing then.
    router.once('workerclose', () => {
      if (host.worker.died) events.lost()
    })
  }

  static async open(host: Host, events: RouterEvents): Promise<WorkerRouter> {
    const router = await open(host, host.worker, 'media.unavailable', 'routers', () =>
      host.worker.createRouter({ mediaCodecs: mediaCodecs() }),
    )
    return new WorkerRouter(host, router, events)
  }

  get id(): string {
    return this.router.id
  }

  get closed(): boolean {
    return this.router.closed
  }

  openTransport({ reach, data = false }: { reach?: Reach; data?: boolean } = {}): Promise<WorkerTransport> {
    const { host, router } = this
    return openTransport({ host, router, levels: this.#levels, siblings: this.#transports, reach, data })
  }

  close(): void {
    // mediasoup's WebRtcServer forgets a transport that is closed, and keeps for ever one whose router is closed.
    for (const transport of this.#transports) transport.close()
    this.data.close()
    this.router.close()
  }
}
