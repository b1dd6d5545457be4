// One audio or video that a participant sends.

import type { types } from 'mediasoup'
import { ask, type Host } from './host.ts'
import type { Producer, ProducerEvents } from './media.ts'

/** @param router the id of the one by which it comes in */
export function wrapProducer(host: Host, router: string, producer: types.Producer, events: ProducerEvents): Producer {
  const asked = (request: () => Promise<void>) => ask(host, producer, 'track.notFound', request)
  let muted = producer.paused
  // mediasoup gives no more events after the producer's end, and the listener goes with it.
  producer.on('score', (scores) => events.scoreChanged?.(Math.max(0, ...scores.map(({ score }) => score))))
  return {
    id: producer.id,
    router,
    kind: producer.kind,
    pause: () => {
      muted = true
      return asked(() => producer.pause())
    },
    resume: () => {
      muted = false
      return asked(() => producer.resume())
    },
    // A key frame that is only asked for waits up to a second behind those that receivers asked for in vain while the sender
    // was away; one for a producer that goes on does not.
    refresh: async () => {
      if (muted) return
      await asked(() => producer.pause())
      if (!muted) await asked(() => producer.resume())
    },
    close: () => producer.close(),
  }
}
