// What stands for an RTCRtpSender (https://www.w3.org/TR/webrtc/#rtcrtpsender-interface): the SDK says by it what is sent.

/// <reference lib="dom" />

import type { OutgoingTrack } from '../source/outgoing-track.ts'

export class LabSender implements RTCRtpSender {
  readonly dtmf = null
  readonly transport = null
  transform = null
  readonly #outgoing: OutgoingTrack
  readonly #encodings: readonly RTCRtpEncodingParameters[]
  #transaction = 0

  constructor(outgoing: OutgoingTrack, encodings: readonly RTCRtpEncodingParameters[]) {
    this.#outgoing = outgoing
    this.#encodings = encodings
  }

  get track(): MediaStreamTrack | null {
    return this.#outgoing.track
  }

  getParameters(): RTCRtpSendParameters {
    const encodings = this.#encodings.map((encoding, index) => ({
      ...encoding,
      active: this.#outgoing.layers[index]?.isActive ?? true,
    }))
    return { transactionId: String(++this.#transaction), encodings, codecs: [], headerExtensions: [], rtcp: {} }
  }

  /** Of all parameters `active` has an effect here; the bit rate is that of the clip. */
  async setParameters({ encodings }: RTCRtpSendParameters): Promise<void> {
    this.#outgoing.setActive((index) => encodings[index]?.active !== false)
  }

  /** The handler has it. */
  getStats(): Promise<RTCStatsReport> {
    return Promise.resolve(new Map())
  }

  async replaceTrack(): Promise<void> {
    throw new Error('a track is replaced by its producer')
  }

  setStreams(): void {}
}
