// Where the packets of one room meet: one router in one worker.

import { mediaCodecs } from './capabilities.ts'
import { type Host, open } from './host.ts'
import { Levels } from './levels.ts'
import type { MediaTransport, Router, RouterEvents } from './media.ts'
import { openTransport } from './transport.ts'

export async function openRouter(host: Host, events: RouterEvents): Promise<Router> {
  const router = await open(host, host.worker, 'media.unavailable', 'routers', () =>
    host.worker.createRouter({ mediaCodecs: mediaCodecs() }),
  )
  const levels = new Levels(host, router, (speakers) => events.speaking(speakers))
  // mediasoup says this also when we end the worker; that is no loss, the rooms are closing then.
  router.once('workerclose', () => {
    if (host.worker.died) events.lost()
  })
  const transports = new Set<MediaTransport>()
  return {
    get closed() {
      return router.closed
    },
    openTransport: () => openTransport(host, router, levels, transports),
    close: () => {
      // mediasoup's WebRtcServer forgets a transport that is closed, and keeps for ever one whose router is closed.
      for (const transport of transports) transport.close()
      router.close()
    },
  }
}
