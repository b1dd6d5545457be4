// The lab's WebRTC engine as mediasoup-client wants it: one handler is one transport, in one direction.

/// <reference lib="dom" />

import { HandlerInterface } from 'mediasoup-client/handlers/HandlerInterface'
import { getSendingRtpParameters, reduceCodecs } from 'mediasoup-client/ortc'
import type {
  DtlsParameters,
  HandlerFactory,
  HandlerOptions,
  HandlerReceiveOptions,
  HandlerReceiveResult,
  HandlerSendOptions,
  HandlerSendResult,
  RtpEncodingParameters,
  RtpParameters,
} from 'mediasoup-client/types'
import type { ReceiveStream } from '../rtp/receive-stream.ts'
import type { OutgoingTrack } from '../source/outgoing-track.ts'
import { LabTrack } from '../source/track.ts'
import { extensionIds, nativeCapabilities } from './capabilities.ts'
import type { ClientMedia, TransportMedia } from './client-media.ts'
import type { EncodingParameters } from './outbound.ts'
import { randomSsrc } from './random.ts'
import { LabSender } from './sender.ts'
import { inboundEntries, outboundEntries, statsReport, transportEntries } from './stats-report.ts'

const NAME = 'ParleyLab'
const RIDS = ['r0', 'r1', 'r2', 'r3']
const PROBATOR = 'probator'

export function labHandlerFactory(media: ClientMedia): HandlerFactory {
  return {
    name: NAME,
    factory: (options) => new LabHandler(options, media),
    getNativeRtpCapabilities: () => Promise.resolve(nativeCapabilities()),
  }
}

interface Sending {
  readonly outgoing: OutgoingTrack
  readonly mid: string
}

interface Receiving {
  readonly stream: ReceiveStream | undefined
  readonly mid: string | undefined
}

class LabHandler extends HandlerInterface {
  readonly #options: HandlerOptions
  readonly #media: ClientMedia
  readonly #sending = new Map<string, Sending>()
  readonly #receiving = new Map<string, Receiving>()
  #transport: TransportMedia | undefined
  #lastLocalId = 0
  #closed = false

  constructor(options: HandlerOptions, media: ClientMedia) {
    super()
    this.#options = options
    this.#media = media
  }

  get name(): string {
    return NAME
  }

  override close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#transport?.close()
    // What the base class does; its type hides that.
    this.removeAllListeners()
  }

  async send({ track, streamId, encodings, codec }: HandlerSendOptions): Promise<HandlerSendResult> {
    if (!(track instanceof LabTrack)) throw new TypeError('the lab sends only tracks of its own engine')
    const transport = await this.#connect()
    const capabilities = this.#options.getSendExtendedRtpCapabilities(nativeCapabilities())
    const parameters = getSendingRtpParameters(track.kind, capabilities)
    const localId = String(this.#lastLocalId++)
    const rtpParameters: RtpParameters = {
      ...parameters,
      mid: localId,
      msid: `${streamId ?? '-'} ${track.id}`,
      codecs: reduceCodecs(parameters.codecs, codec),
      encodings: this.#encodings(track.kind, encodings),
      rtcp: { cname: this.#media.cname, reducedSize: true, mux: true },
    }
    const outgoing = transport.startSending(track, sendParameters(rtpParameters))
    this.#sending.set(localId, { outgoing, mid: localId })
    const rtpSender = new LabSender(
      outgoing,
      rtpParameters.encodings?.map(({ rid, maxBitrate }) => ({
        ...(rid && { rid }),
        ...(maxBitrate && { maxBitrate }),
      })) ?? [],
    )
    return { localId, rtpParameters, rtpSender }
  }

  async stopSending(localId: string): Promise<void> {
    const { outgoing } = this.#sender(localId)
    this.#sending.delete(localId)
    this.#transport?.stopSending(outgoing)
  }

  async pauseSending(localId: string): Promise<void> {
    this.#sender(localId).outgoing.pause()
  }

  async resumeSending(localId: string): Promise<void> {
    this.#sender(localId).outgoing.resume()
  }

  async replaceTrack(localId: string, track: MediaStreamTrack | null): Promise<void> {
    if (track !== null && !(track instanceof LabTrack))
      throw new TypeError('the lab sends only tracks of its own engine')
    this.#sender(localId).outgoing.replace(track)
  }

  async setMaxSpatialLayer(localId: string, spatialLayer: number): Promise<void> {
    this.#sender(localId).outgoing.setActive((index) => index <= spatialLayer)
  }

  /** Of the parameters a browser knows, `active` has an effect here; the bit rate is that of the clip. */
  async setRtpEncodingParameters(localId: string, params: Partial<RTCRtpEncodingParameters>): Promise<void> {
    const { active } = params
    if (active !== undefined) this.#sender(localId).outgoing.setActive(() => active)
  }

  async receive(optionsList: HandlerReceiveOptions[]): Promise<HandlerReceiveResult[]> {
    const transport = await this.#connect()
    return optionsList.map(({ trackId, kind, rtpParameters }) => {
      const localId = String(this.#lastLocalId++)
      const stream = this.#startReceiving(transport, trackId, kind, rtpParameters)
      this.#receiving.set(localId, { stream, mid: rtpParameters.mid })
      return { localId, track: this.#media.engine.received(kind) }
    })
  }

  async stopReceiving(localIds: string[]): Promise<void> {
    for (const localId of localIds) {
      const stream = this.#receiving.get(localId)?.stream
      this.#receiving.delete(localId)
      if (stream) this.#transport?.stopReceiving(stream)
    }
  }

  /** The server is asked to pause; what still comes is counted. */
  async pauseReceiving(): Promise<void> {}

  async resumeReceiving(): Promise<void> {}

  async getTransportStats(): Promise<RTCStatsReport> {
    return this.#report(this.#transport ? transportEntries(this.#transport.pipe) : [])
  }

  async getSenderStats(localId: string): Promise<RTCStatsReport> {
    const { outgoing, mid } = this.#sender(localId)
    return this.#report(outboundEntries(outgoing, mid))
  }

  async getReceiverStats(localId: string): Promise<RTCStatsReport> {
    const { stream, mid } = this.#receiving.get(localId) ?? {}
    return this.#report(stream ? inboundEntries(stream, mid) : [])
  }

  /** Relays are of no use to a load generator: it measures the server. */
  async updateIceServers(): Promise<void> {}

  async restartIce(): Promise<void> {
    throw new Error('the lab does not restart ICE')
  }

  async sendDataChannel(): Promise<never> {
    throw new Error('the lab has no data channels')
  }

  async receiveDataChannel(): Promise<never> {
    throw new Error('the lab has no data channels')
  }

  getDataChannelMaxMessageSize(): number | undefined {
    return undefined
  }

  /** Opens the transport with its first track, as browsers do. */
  async #connect(): Promise<TransportMedia> {
    if (this.#closed) throw new Error('the transport is closed')
    if (this.#transport) return this.#transport
    const { direction, iceParameters, iceCandidates, dtlsParameters } = this.#options
    const { engine } = this.#media
    const fingerprints: DtlsParameters['fingerprints'] = [
      { algorithm: 'sha-256', value: engine.certificate.fingerprint },
    ]
    await new Promise<void>((resolve, reject) => {
      this.emit('@connect', { dtlsParameters: { role: 'server', fingerprints } }, resolve, reject)
    })
    const server = await this.#media.route({ iceParameters, iceCandidates, dtlsParameters })
    if (this.#closed) throw new Error('the transport is closed')
    this.#transport = this.#media.openTransport(direction, server, (state) => {
      if (!this.#closed) this.emit('@connectionstatechange', state)
    })
    this.emit('@connectionstatechange', 'connecting')
    return this.#transport
  }

  #encodings(kind: 'audio' | 'video', wanted: RtpEncodingParameters[] = [{}]): RtpEncodingParameters[] {
    const { random } = this.#media.engine
    return wanted.map((encoding, index) => ({
      ...encoding,
      ssrc: randomSsrc(random),
      ...(kind === 'video' ? { rtx: { ssrc: randomSsrc(random) } } : {}),
      ...(wanted.length > 1 ? { rid: RIDS[index] ?? `r${index}` } : {}),
    }))
  }

  #startReceiving(
    transport: TransportMedia,
    trackId: string,
    kind: 'audio' | 'video',
    { codecs, encodings, headerExtensions }: RtpParameters,
  ): ReceiveStream | undefined {
    const transportCcId = extensionIds(headerExtensions).transportCc
    if (trackId === PROBATOR) {
      transport.receiveProbes(transportCcId)
      return undefined
    }
    const [codec] = codecs
    const [encoding] = encodings ?? []
    if (!codec || encoding?.ssrc === undefined) throw new TypeError('the server named no codec or no SSRC')
    const rtxCodec = codecs.find(({ mimeType }) => mimeType.toLowerCase() === 'video/rtx')
    const { payloadType, clockRate, rtcpFeedback = [] } = codec
    return transport.startReceiving({
      kind,
      ssrc: encoding.ssrc,
      payloadType,
      clockRate,
      rtx: rtxCodec && encoding.rtx ? { ssrc: encoding.rtx.ssrc, payloadType: rtxCodec.payloadType } : undefined,
      usesNack: rtcpFeedback.some(({ type, parameter }) => type === 'nack' && !parameter),
      transportCcId,
    })
  }

  #sender(localId: string): Sending {
    const sending = this.#sending.get(localId)
    if (!sending) throw new Error(`nothing is sent with the local id ${localId}`)
    return sending
  }

  #report(entries: Parameters<typeof statsReport>[0]): RTCStatsReport {
    const { clock } = this.#media.engine
    return statsReport(entries, clock.toUnixUs(clock.nowUs()) / 1_000)
  }
}

function sendParameters({ mid = '', codecs, encodings = [], headerExtensions, rtcp }: RtpParameters) {
  const rtx = codecs.find(({ mimeType }) => mimeType.toLowerCase() === 'video/rtx')
  return {
    mid,
    cname: rtcp?.cname ?? '',
    payloadType: codecs[0]?.payloadType ?? 0,
    rtxPayloadType: rtx?.payloadType,
    extensions: extensionIds(headerExtensions),
    encodings: encodings.map(
      (encoding): EncodingParameters => ({
        ssrc: encoding.ssrc ?? 0,
        rtxSsrc: rtx ? encoding.rtx?.ssrc : undefined,
        rid: encoding.rid,
        isActive: encoding.active !== false,
        maxBitrateBps: encoding.maxBitrate,
        scaleDownBy: encoding.scaleResolutionDownBy ?? 1,
      }),
    ),
  }
}
