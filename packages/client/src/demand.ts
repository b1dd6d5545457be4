// What of a video is worth sending: of its sizes only those up to the largest that somebody looks at.

/// <reference lib="dom" />

/** A height that was told may be rounded otherwise than ours. */
const ROUNDING_PX = 1

/** One encoding as it was published. */
export interface PublishedEncoding {
  readonly scaleResolutionDownBy?: number | undefined
  readonly scalabilityMode?: string | undefined
}

/**
 * How many sizes, smallest first, are needed for a picture of `demanded` pixels in height, of one that is captured
 * `captured` pixels high. 0: nobody looks.
 */
export function neededSizes(encodings: readonly PublishedEncoding[], captured: number, demanded: number): number {
  if (demanded === 0) return 0
  const heights = scalesOf(encodings).map((scale) => captured / scale)
  const enough = heights.findIndex((height) => height + ROUNDING_PX >= demanded)
  return enough === -1 ? heights.length : enough + 1
}

/** What of a published video is to be sent. */
export interface Need {
  readonly encodings: readonly PublishedEncoding[]
  /** Of `neededSizes`. */
  readonly sizes: number
  /** Fluent motion matters more than its size. */
  readonly motion: boolean
}

/**
 * Sends so many sizes and no others (https://www.w3.org/TR/webrtc/#dom-rtcrtpencodingparameters-active). What begins again
 * begins with a key frame; the camera stays open all the while.
 *
 * A single encoding keeps its size, since others were told it. Chromium thinks 300 kbit/s too little for 360p, and would
 * send 270p or 180p where we give it 200; with several it leaves them alone.
 */
export async function sendNeeded(sender: RTCRtpSender, { encodings, sizes, motion }: Need): Promise<void> {
  const parameters = sender.getParameters()
  const [first] = parameters.encodings
  const [published] = encodings
  const layers = svcLayers(published)
  if (first && layers > 1) Object.assign(first, { active: sizes > 0 }, svcEncoding(published, Math.max(1, sizes)))
  else for (const [index, encoding] of parameters.encodings.entries()) encoding.active = index < sizes
  const active = parameters.encodings.filter((encoding) => encoding.active)
  if (active.length === 1 && !motion) parameters.degradationPreference = 'maintain-resolution'
  else delete parameters.degradationPreference
  await sender.setParameters(parameters)
}

/** By how much each size is smaller than the capture, smallest size first. */
function scalesOf(encodings: readonly PublishedEncoding[]): number[] {
  const [first] = encodings
  const layers = svcLayers(first)
  if (encodings.length > 1 || layers === 1)
    return encodings.map(({ scaleResolutionDownBy = 1 }) => scaleResolutionDownBy)
  const { scaleResolutionDownBy: scale = 1 } = first ?? {}
  return Array.from({ length: layers }, (_, index) => scale * 2 ** (layers - 1 - index))
}

/** The lowest `sizes` layers of a scalable stream: a smaller picture with as many layers fewer. */
function svcEncoding(published: PublishedEncoding | undefined, sizes: number) {
  const { scaleResolutionDownBy = 1, scalabilityMode = '' } = published ?? {}
  return {
    scaleResolutionDownBy: scaleResolutionDownBy * 2 ** (svcLayers(published) - sizes),
    scalabilityMode: sizes === 1 ? 'L1T3' : scalabilityMode.replace(/^L\d/, `L${sizes}`),
  }
}

/** Sizes inside of one stream (https://www.w3.org/TR/webrtc-svc/#scalabilitymodes*). */
function svcLayers(encoding: PublishedEncoding | undefined): number {
  return Number(/^L(\d)/.exec(encoding?.scalabilityMode ?? '')?.[1] ?? 1)
}
