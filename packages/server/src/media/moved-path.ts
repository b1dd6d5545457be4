// A client that reaches us another way than before has missed packets on the old one: its videos go on with a key frame.

import type { types } from 'mediasoup'
import { ask, type Host } from './host.ts'

/** mediasoup gives no more events after the transport's end, and the listeners go with it. */
export function refreshAfterMoves(host: Host, transport: types.WebRtcTransport): void {
  const videos = new Set<types.Consumer>()
  transport.observer.on('newconsumer', (consumer) => {
    if (consumer.kind !== 'video') return
    videos.add(consumer)
    consumer.observer.once('close', () => videos.delete(consumer))
  })
  transport.on('iceselectedtuplechange', () => {
    for (const video of videos) {
      if (video.paused) continue
      ask(host, video, 'track.notFound', () => video.requestKeyFrame()).catch(() => {}) // it has ended, and needs no picture
    }
  })
}
