// One producer's packets on their way to one receiver.

import { parseScalabilityMode, type types } from 'mediasoup'
import { ask, type Host } from './host.ts'
import type { Consumer, ConsumerEvents } from './media.ts'
import { describeParameters } from './parameters.ts'
import type { Lease } from './pipe.ts'

/** @param lease what holds the producer here; released at the consumer's end */
export function wrapConsumer(
  host: Host,
  consumer: types.Consumer,
  events: ConsumerEvents,
  lease: Lease | undefined,
): Consumer {
  const rtpParameters = describeParameters(consumer.rtpParameters)
  const asked = (request: () => Promise<void>) => ask(host, consumer, 'track.notFound', request)
  consumer.observer.once('close', () => lease?.release())
  // mediasoup gives no more events after the consumer's end, and the listener goes with it.
  consumer.on('layerschange', (layers) => {
    events.layersChanged?.(layers?.spatialLayer ?? null, layers?.temporalLayer ?? null)
  })
  let producerScore = 0
  consumer.on('score', (now) => {
    events.scoreChanged?.(now.score)
    // Its sender was away: receivers have missed packets that nobody has any more, and may not ask for a whole picture soon.
    const isBack = producerScore === 0 && now.producerScore > 0
    producerScore = now.producerScore
    if (isBack && consumer.kind === 'video' && !consumer.paused) {
      asked(() => consumer.requestKeyFrame()).catch(() => {}) // it has ended, and needs no picture
    }
  })
  const flow = lease?.flow
  // A worker asks for a key frame itself when a paused consumer goes on.
  const resume = () => asked(() => (consumer.paused ? consumer.resume() : consumer.requestKeyFrame()))
  const pause = () => asked(() => consumer.pause())
  return {
    id: consumer.id,
    rtpParameters,
    layers: layersOf(rtpParameters.encodings?.[0]?.scalabilityMode),
    resume: () => (flow === undefined ? resume() : flow(true).then(resume)),
    pause: () => (flow === undefined ? pause() : pause().then(() => flow(false))),
    preferLayers: (spatialLayer, temporalLayer) =>
      asked(() =>
        consumer.setPreferredLayers({ spatialLayer, ...(temporalLayer === undefined ? {} : { temporalLayer }) }),
      ),
    setPriority: (priority) => asked(() => consumer.setPriority(priority)),
    close: () => consumer.close(),
  }
}

function layersOf(scalabilityMode: string | undefined): Consumer['layers'] {
  const { spatialLayers, temporalLayers } = parseScalabilityMode(scalabilityMode)
  return { spatial: spatialLayers, temporal: temporalLayers }
}
