// One producer's packets on their way to one receiver.

import { parseScalabilityMode, type types } from 'mediasoup'
import { ask, type Host } from './host.ts'
import type { Consumer, ConsumerEvents } from './media.ts'
import { describeParameters } from './parameters.ts'

export function wrapConsumer(host: Host, consumer: types.Consumer, events: ConsumerEvents): Consumer {
  const rtpParameters = describeParameters(consumer.rtpParameters)
  const asked = (request: () => Promise<void>) => ask(host, consumer, 'track.notFound', request)
  // mediasoup gives no more events after the consumer's end, and the listener goes with it.
  let spatialLayer: number | null = null
  consumer.on('layerschange', (layers) => {
    const now = layers?.spatialLayer ?? null
    if (now === spatialLayer) return // Another temporal layer.
    spatialLayer = now
    events.layersChanged?.(now)
  })
  return {
    id: consumer.id,
    rtpParameters,
    layers: layersOf(rtpParameters.encodings?.[0]?.scalabilityMode),
    // A worker asks for a key frame itself when a paused consumer goes on.
    resume: () => asked(() => (consumer.paused ? consumer.resume() : consumer.requestKeyFrame())),
    pause: () => asked(() => consumer.pause()),
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
