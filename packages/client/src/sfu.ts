// The media of one room membership over a forwarding server: two transports of mediasoup-client, what is sent and received.

/// <reference lib="dom" />

import type {
  DtlsParameters,
  IceParameters,
  IceServer,
  RtpParameters,
  SfuMedia,
  Subscription,
  Transport,
} from '@parley/protocol'
import { Refusal } from '@parley/protocol'
import type {
  Consumer,
  Device,
  RtpParameters as DeviceRtpParameters,
  Transport as DeviceTransport,
  Producer,
  ProducerOptions,
  RtpCodecCapability,
  TransportOptions,
} from 'mediasoup-client/types'
import type { VideoCodec } from './api.ts'
import { isDisconnected, ParleyError, toError } from './errors.ts'
import type { WayState } from './ice-keeper.ts'
import { type DataPair, type DataPairOptions, openDataPair } from './sfu-data.ts'

type SfuState = 'connecting' | 'connected' | 'interrupted'

interface SfuOptions {
  readonly device: Device
  readonly media: SfuMedia
  readonly iceServers: readonly IceServer[]
  readonly connectTransport: (transport: string, dtlsParameters: DtlsParameters) => Promise<unknown>
  readonly onReceived: (track: string, mediaTrack: MediaStreamTrack) => void
  readonly onState: (state: SfuState) => void
  readonly onError: (error: Error) => void
}

/** How to send one media track: what mediasoup-client needs to know of it. */
export type Outgoing = Pick<ProducerOptions, 'encodings' | 'codecOptions'> & {
  readonly mediaTrack: MediaStreamTrack
  /** Instead of the first that both sides know. */
  readonly codec?: VideoCodec
}

export interface Sent {
  /** The id that the server gave. */
  readonly track: string
  readonly producer: Producer
}

interface Received {
  readonly track: string
  readonly consumer: Consumer
}

export class Sfu {
  readonly #options: SfuOptions
  readonly #receive: DeviceTransport
  readonly #consumers = new Map<string, Received>()
  /** Being set up, and whether the server closed them meanwhile. */
  readonly #pending = new Map<string, 'wanted' | 'closed'>()
  readonly #announcements = new Map<string, (rtpParameters: RtpParameters) => void>()
  /** Why the server did not take our fingerprints, by transport. */
  readonly #connectFailed = new Map<string, { readonly dtlsParameters: DtlsParameters; readonly error: Error }>()
  readonly #wasConnected = new Set<string>()
  #send: DeviceTransport | undefined
  #lastKey = 0
  #closed = false

  constructor(options: SfuOptions) {
    this.#options = options
    this.#receive = this.#openTransport('receive')
  }

  get epoch(): number {
    return this.#options.media.epoch
  }

  get received(): Iterable<Received> {
    return this.#consumers.values()
  }

  /** A transport that nothing has used yet is as good as connected. */
  get state(): SfuState {
    const states = this.#transports.map(({ connectionState }) => connectionState)
    if (this.#connectFailed.size > 0 || states.some((state) => state === 'failed' || state === 'disconnected')) {
      return 'interrupted'
    }
    return states.includes('connecting') ? 'connecting' : 'connected'
  }

  /**
   * Sends a media track and announces it: `announce` tells the server its RTP parameters and resolves to the track's id.
   * The next track need not wait for that answer.
   * @throws {ParleyError} unsupported: this engine cannot send the codec; disconnected, when these transports are closed meanwhile; and what `announce` throws
   */
  async send(outgoing: Outgoing, announce: (rtpParameters: RtpParameters) => Promise<string>): Promise<Sent> {
    const { mediaTrack, codec: name, ...options } = outgoing
    const codec = name === undefined ? {} : { codec: this.#codec(name) }
    const key = String(++this.#lastKey)
    const announced = Promise.withResolvers<string>()
    // Awaited below unless the transport fails first; then nobody is left to hear of it.
    announced.promise.catch(() => {})
    this.#announcements.set(key, (rtpParameters) => announced.resolve(announce(rtpParameters)))
    let producer: Producer | undefined
    try {
      this.#send ??= this.#openTransport('send')
      producer = await this.#send.produce({
        ...options,
        ...codec,
        track: mediaTrack,
        stopTracks: false,
        appData: { key },
      })
      const track = await announced.promise
      if (this.#closed) throw new ParleyError('disconnected', 'media was set up anew while publishing')
      return { track, producer }
    } catch (error) {
      producer?.close()
      if (!this.#closed) throw error
      throw new ParleyError('disconnected', 'media was set up anew while publishing', { cause: error })
    } finally {
      this.#announcements.delete(key)
    }
  }

  /**
   * Begins to receive, all of them in one renegotiation, and resolves to the ids of those that can be received now.
   * `streamId` groups tracks that a browser should play in step.
   */
  async receive(subscriptions: readonly Subscription[], streamId: (track: string) => string): Promise<string[]> {
    const settled = await Promise.allSettled(
      subscriptions
        .filter(({ id }) => !this.#consumers.has(id) && !this.#pending.has(id))
        .map((subscription) => this.#consume(subscription, streamId(subscription.track))),
    )
    if (this.#closed) return []
    const failures = settled.flatMap((result) => (result.status === 'rejected' ? [toError(result.reason)] : []))
    for (const error of failures) this.#options.onError(error)
    return subscriptions.flatMap(({ id }) => (this.#consumers.has(id) ? [id] : []))
  }

  /** @throws {Error} these transports carry no data, or end meanwhile; and what `announce` throws */
  openData(options: Pick<DataPairOptions, 'kind' | 'announce' | 'onText' | 'onEnd'>): Promise<DataPair> {
    this.#send ??= this.#openTransport('send')
    return openDataPair({ ...options, send: this.#send, receive: this.#receive })
  }

  /** Ends a subscription; returns the track that it carried. */
  stopReceiving(subscription: string): string | undefined {
    const received = this.#consumers.get(subscription)
    if (!received) {
      if (this.#pending.has(subscription)) this.#pending.set(subscription, 'closed')
      return undefined
    }
    this.#consumers.delete(subscription)
    received.consumer.close()
    const isReplaced = [...this.#consumers.values()].some(({ track }) => track === received.track)
    return isReplaced ? undefined : received.track
  }

  trackOf(subscription: string): string | undefined {
    return this.#consumers.get(subscription)?.track
  }

  /** What ICE says of the transports that have worked. */
  get way(): WayState {
    const states = this.#transports.flatMap(({ id, connectionState }) =>
      this.#wasConnected.has(id) ? [connectionState] : [],
    )
    return states.includes('failed') ? 'failed' : states.includes('disconnected') ? 'disconnected' : 'open'
  }

  /** Looks for another way to the server; what is sent and received stays. `ask` brings the server's new credentials. */
  async restartIce(ask: (transport: string) => Promise<IceParameters>): Promise<void> {
    const used = this.#transports.filter(({ id, closed }) => this.#wasConnected.has(id) && !closed)
    await Promise.all(
      used.map(async (transport) => {
        const iceParameters = await ask(transport.id)
        if (!transport.closed) await transport.restartIce({ iceParameters })
      }),
    )
  }

  /** After a new socket: what the lost one may have swallowed is said again. */
  connectAgain(): void {
    const failed = [...this.#connectFailed]
    this.#connectFailed.clear()
    for (const [id, { dtlsParameters, error }] of failed) {
      if (isDisconnected(error)) this.#connect(id, dtlsParameters)
      else this.#connectFailed.set(id, { dtlsParameters, error })
    }
  }

  get #transports(): DeviceTransport[] {
    return this.#send ? [this.#send, this.#receive] : [this.#receive]
  }

  transportStats(): Promise<[RTCStatsReport | undefined, RTCStatsReport | undefined]> {
    return Promise.all([this.#send?.getStats(), this.#receive.getStats()])
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#send?.close()
    this.#receive.close()
    this.#consumers.clear()
  }

  #codec(name: VideoCodec): RtpCodecCapability {
    const { codecs = [] } = this.#options.device.sendRtpCapabilities
    const codec = codecs.find(({ mimeType }) => mimeType.toLowerCase() === `video/${name}`)
    if (codec) return codec
    throw new ParleyError('unsupported', `${name} cannot be sent from here`)
  }

  async #consume({ id, track, kind, rtpParameters }: Subscription, streamId: string): Promise<void> {
    if (!isDeviceRtpParameters(rtpParameters)) return
    this.#pending.set(id, 'wanted')
    try {
      const consumer = await this.#receive.consume({ id, producerId: track, kind, rtpParameters, streamId })
      if (this.#pending.get(id) === 'closed' || this.#closed) {
        consumer.close()
        return
      }
      this.#consumers.set(id, { track, consumer })
      this.#options.onReceived(track, consumer.track)
    } finally {
      this.#pending.delete(id)
    }
  }

  #connect(transport: string, dtlsParameters: DtlsParameters): void {
    this.#options.connectTransport(transport, dtlsParameters).catch((error: Error) => {
      if (this.#closed) return
      // Said twice: the answer to the first time was lost.
      if (error instanceof Refusal && error.reason === 'transport.alreadyConnected') return
      this.#connectFailed.set(transport, { dtlsParameters, error })
      if (!isDisconnected(error)) this.#options.onError(error)
      this.#options.onState(this.state)
    })
  }

  #openTransport(direction: 'send' | 'receive'): DeviceTransport {
    const { device, media } = this.#options
    const options = transportOptions(media[direction], this.#options.iceServers)
    const transport = direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options)
    transport.on('connect', ({ dtlsParameters }, done) => {
      // Not waited for: DTLS begins when the server has them, and the browser need not stand still until then.
      done()
      this.#connect(transport.id, dtlsParameters)
    })
    transport.on('produce', ({ rtpParameters, appData }, done) => {
      const key = String(appData['key'])
      // Answered at once with an id of ours, so that the queue of mediasoup-client goes on to the next track.
      done({ id: key })
      if (isWireRtpParameters(rtpParameters)) this.#announcements.get(key)?.(rtpParameters)
    })
    transport.on('connectionstatechange', (state) => {
      if (this.#closed) return
      if (state === 'connected') this.#wasConnected.add(transport.id)
      this.#options.onState(this.state)
    })
    return transport
  }
}

function transportOptions(transport: Transport, iceServers: readonly IceServer[]): TransportOptions {
  const { id, iceParameters, iceCandidates, dtlsParameters, sctpParameters } = structuredClone(transport)
  const servers = iceServers.map((server) => ({ ...server }))
  return {
    id,
    iceParameters,
    iceCandidates,
    dtlsParameters,
    iceServers: servers,
    ...(sctpParameters === undefined ? {} : { sctpParameters: sctpOptions(sctpParameters) }),
  }
}

/** One limit for both directions. */
function sctpOptions({ port, maxMessageSize }: NonNullable<Transport['sctpParameters']>) {
  return { port, maxSendMessageSize: maxMessageSize, maxReceiveMessageSize: maxMessageSize }
}

function isWireRtpParameters(parameters: DeviceRtpParameters): parameters is DeviceRtpParameters & RtpParameters {
  return Array.isArray(parameters.codecs)
}

/** The wire's shape is mediasoup-client's with wider strings; it checks itself what it is given. */
function isDeviceRtpParameters(parameters: RtpParameters): parameters is RtpParameters & DeviceRtpParameters {
  return Array.isArray(parameters.codecs)
}
