// The sending half of a client: its tracks, their streams, and what the server says about them.

import { audioLevelByte } from '../rtp/header-extensions.ts'
import type { ExtensionIds } from '../rtp/packet-template.ts'
import { readRtcp } from '../rtp/rtcp-read.ts'
import { type Layer, OutgoingTrack } from '../source/outgoing-track.ts'
import { type PacketSink, SendStream } from '../source/send-stream.ts'
import type { CameraMedia, LabTrack, MicrophoneMedia } from '../source/track.ts'
import { VideoLayer } from '../source/video-layer.ts'
import { Voice } from '../source/voice.ts'
import type { LabEngine } from './engine.ts'

/** One size of a track, as its rtpParameters say. */
export interface EncodingParameters {
  readonly ssrc: number
  readonly rtxSsrc: number | undefined
  readonly rid: string | undefined
  readonly isActive: boolean
  readonly maxBitrateBps: number | undefined
  readonly scaleDownBy: number
}

export interface SendParameters {
  readonly mid: string
  readonly cname: string
  readonly payloadType: number
  readonly rtxPayloadType: number | undefined
  readonly extensions: ExtensionIds
  readonly encodings: readonly EncodingParameters[]
}

const LONGEST_HISTORY_MS = 800
const BYTES_PER_PACKET = 1_000

export class Outbound {
  readonly #engine: LabEngine
  readonly #sink: PacketSink
  readonly #tracks = new Set<OutgoingTrack>()

  constructor(engine: LabEngine, sink: PacketSink) {
    this.#engine = engine
    this.#sink = sink
  }

  get tracks(): Iterable<OutgoingTrack> {
    return this.#tracks
  }

  /** @throws {TypeError} for a track that has nothing to send: a received one */
  add(track: LabTrack, parameters: SendParameters): OutgoingTrack {
    const { media } = track
    if (!('clips' in media)) throw new TypeError('this track was received; the lab sends only what it made itself')
    // Receivers that show several layers in turn expect the same clock in all of them.
    const firstTimestamp = Math.floor(this.#engine.random() * 0x1_0000_0000)
    const layers =
      media.kind === 'video'
        ? parameters.encodings.map((encoding) => this.#videoLayer(media, encoding, parameters, firstTimestamp))
        : [this.#voice(media, parameters, firstTimestamp)]
    const outgoing = new OutgoingTrack({
      sink: this.#sink,
      track,
      layers,
      toUnixUs: this.#engine.clock.toUnixUs,
      phase: this.#engine.random(),
    })
    this.#tracks.add(outgoing)
    return outgoing
  }

  remove(track: OutgoingTrack): void {
    this.#tracks.delete(track)
  }

  onRtcp(compound: Buffer, nowUs: number): void {
    for (const packet of readRtcp(compound)) for (const track of this.#tracks) track.onRtcp(packet, nowUs)
  }

  tick(nowUs: number): void {
    for (const track of this.#tracks) track.tick(nowUs)
  }

  #videoLayer(
    media: CameraMedia,
    encoding: EncodingParameters,
    parameters: SendParameters,
    firstTimestamp: number,
  ): Layer {
    const { maxBitrateBps, rtxSsrc, ssrc, rid } = encoding
    const { rtxPayloadType, mid, cname, payloadType, extensions } = parameters
    const clip = media.clips.video({ height: media.height / encoding.scaleDownBy, maxBitrateBps })
    const bytes = clip.frames.reduce((sum, frame) => sum + frame.length, 0)
    const bytesPerSecond = (bytes * clip.framesPerSecond) / clip.frames.length
    const { random, scheduleError } = this.#engine
    const stream = new SendStream({
      sink: this.#sink,
      ssrc,
      payloadType,
      clockRate: 90_000,
      rtx:
        rtxSsrc === undefined || rtxPayloadType === undefined
          ? undefined
          : { ssrc: rtxSsrc, payloadType: rtxPayloadType },
      mid,
      rid,
      cname,
      extensions,
      historyPackets: historyPackets(bytesPerSecond, clip.framesPerSecond),
      random,
    })
    const layer = new VideoLayer({ stream, clip, firstTimestamp, scheduleError, random })
    layer.isActive = encoding.isActive
    return layer
  }

  #voice(media: MicrophoneMedia, parameters: SendParameters, firstTimestamp: number): Layer {
    const { mid, cname, payloadType, extensions, encodings } = parameters
    const { random, scheduleError } = this.#engine
    const stream = new SendStream({
      sink: this.#sink,
      ssrc: encodings[0]?.ssrc ?? 0,
      payloadType,
      clockRate: 48_000,
      mid,
      cname,
      extensions,
      audioLevel: audioLevelByte(media.levelDbov, true),
      // Sound is not asked for again.
      historyPackets: 1,
      random,
    })
    return new Voice({ stream, clip: media.clips.voice, firstTimestamp, scheduleError })
  }
}

/** What is sent within about a second, as a power of two. */
function historyPackets(bytesPerSecond: number, framesPerSecond: number): number {
  const perSecond = Math.max(framesPerSecond, bytesPerSecond / BYTES_PER_PACKET) * (LONGEST_HISTORY_MS / 1_000)
  return 2 ** Math.ceil(Math.log2(perSecond * 1.25))
}
