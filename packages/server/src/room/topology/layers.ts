// How high each simulcast or SVC layer of a track is, from what its publisher said. Pure.

import type { RtpParameters } from '@parley/protocol'

/** Assumed where a publisher does not say how large its picture is. */
const usualHeight = 720

/** Heights in pixels, smallest layer first. */
export function layerHeights(rtpParameters: RtpParameters, height = usualHeight): number[] {
  const encodings = rtpParameters.encodings ?? []
  if (encodings.length > 1) {
    return encodings.map(({ scaleResolutionDownBy }, index) =>
      Math.round(height / (scaleResolutionDownBy ?? 2 ** (encodings.length - 1 - index))),
    )
  }
  const layers = spatialLayers(encodings[0]?.scalabilityMode)
  return Array.from({ length: layers }, (_, index) => Math.round(height / 2 ** (layers - 1 - index)))
}

/** The L of `L3T3_KEY` (https://www.w3.org/TR/webrtc-svc/#scalabilitymodes*). */
function spatialLayers(scalabilityMode: string | undefined): number {
  const match = /^[LS](\d)T\d/.exec(scalabilityMode ?? '')
  return match === null ? 1 : Number(match[1])
}
