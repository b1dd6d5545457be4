// One audio or video that a participant sends.

import type { types } from 'mediasoup'
import { ask, type Host } from './host.ts'
import type { Producer, ProducerEvents } from './media.ts'

/** @param router the id of the one by which it comes in */
export function wrapProducer(host: Host, router: string, producer: types.Producer, events: ProducerEvents): Producer {
  // mediasoup gives no more events after the producer's end, and the listener goes with it.
  producer.on('score', (scores) => events.scoreChanged?.(Math.max(0, ...scores.map(({ score }) => score))))
  return {
    id: producer.id,
    router,
    kind: producer.kind,
    pause: () => ask(host, producer, 'track.notFound', () => producer.pause()),
    resume: () => ask(host, producer, 'track.notFound', () => producer.resume()),
    close: () => producer.close(),
  }
}
