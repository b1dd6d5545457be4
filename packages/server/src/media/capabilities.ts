// Our table of codecs and header extensions, told to mediasoup and to clients.

import { codecs, headerExtensions, type RtpCapabilities } from '@parley/protocol'
import { ortc, type types } from 'mediasoup'
import { isExtensionUri, plainParameters } from './parameters.ts'

const carriedExtensions: ReadonlySet<string> = new Set(Object.values(headerExtensions))

/** What each router is opened with. mediasoup adds RTX and the RTCP feedback. */
export function mediaCodecs(): types.RouterRtpCodecCapability[] {
  return codecs.map(({ parameters, ...codec }) => ({
    ...codec,
    ...(parameters === undefined ? {} : { parameters: { ...parameters } }),
  }))
}

/**
 * What clients may send and receive. It follows from our table alone, so it is the same on every worker, after every
 * restart and without any worker. Extensions of mediasoup that are not in our table are not offered.
 */
export function describeCapabilities(): RtpCapabilities {
  const { codecs = [], headerExtensions = [] } = ortc.generateRouterRtpCapabilities(mediaCodecs())
  return {
    codecs: codecs.map(({ parameters, ...codec }) => ({ ...codec, parameters: plainParameters(parameters) })),
    headerExtensions: headerExtensions.filter(({ uri }) => carriedExtensions.has(uri)),
  }
}

/** A receiver's capabilities for mediasoup; extensions that it does not know are left out. */
export function forwardableCapabilities(capabilities: RtpCapabilities): types.RtpCapabilities {
  return {
    codecs: capabilities.codecs.map(({ preferredPayloadType = 0, ...codec }) => ({ ...codec, preferredPayloadType })),
    headerExtensions: capabilities.headerExtensions.flatMap(({ uri, direction: _, ...extension }) =>
      isExtensionUri(uri) ? [{ ...extension, uri }] : [],
    ),
  }
}
