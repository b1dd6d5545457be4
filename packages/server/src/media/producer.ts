// One audio or video that a participant sends.

import type { types } from 'mediasoup'
import { ask, type Host } from './host.ts'
import type { Producer } from './media.ts'

export function wrapProducer(host: Host, producer: types.Producer): Producer {
  return {
    id: producer.id,
    kind: producer.kind,
    pause: () => ask(host, producer, 'track.notFound', () => producer.pause()),
    resume: () => ask(host, producer, 'track.notFound', () => producer.resume()),
    close: () => producer.close(),
  }
}
