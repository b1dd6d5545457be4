// What of a video is worth sending: of its sizes only those up to the largest that somebody looks at.

/// <reference lib="dom" />

/** A height that was told may be rounded otherwise than ours. */
const ROUNDING_PX = 1

export interface SentSize {
  readonly scaleResolutionDownBy?: number | undefined
}

/**
 * How many of the encodings (smallest first) are needed for a picture of `demanded` pixels in height, of one that is
 * captured `captured` pixels high. 0: nobody looks.
 */
export function neededEncodings(sizes: readonly SentSize[], captured: number, demanded: number): number {
  if (demanded === 0) return 0
  const enough = sizes.findIndex(
    ({ scaleResolutionDownBy = 1 }) => captured / scaleResolutionDownBy + ROUNDING_PX >= demanded,
  )
  return enough === -1 ? sizes.length : enough + 1
}

/**
 * Sends the first `count` encodings and no others (https://www.w3.org/TR/webrtc/#dom-rtcrtpencodingparameters-active).
 * What begins again begins with a key frame; the camera stays open all the while.
 */
export async function sendFirst(sender: RTCRtpSender, count: number): Promise<void> {
  const parameters = sender.getParameters()
  for (const [index, encoding] of parameters.encodings.entries()) encoding.active = index < count
  await sender.setParameters(parameters)
}
