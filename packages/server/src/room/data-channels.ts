// The data channels of a room: from one participant's to those of the others, or to the sockets of those who have none.

import {
  type Grants,
  type DataChannel as Kind,
  type Params,
  type ReceivedDataFrame,
  Refusal,
  type Result,
  readyFrame,
} from '@parley/protocol'
import { TokenBucket } from '../limits/token-bucket.ts'
import type { Log } from '../log/log.ts'
import type { DataChannel, DataChannelOptions, DataMessage } from '../media/media.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { readDataFrame, receivedFrame } from './data-frames.ts'
import type { Participant } from './participant.ts'

/** What is needed of a participant here. */
export type DataParticipant = Pick<Participant, 'id' | 'gone' | 'hear'> & { readonly grants: Pick<Grants, 'data'> }

export interface DataChannelsOptions {
  readonly room: string
  readonly participants: Iterable<DataParticipant>
  /** Refusals: media.unavailable, transport.notFound, data.unsupported. */
  readonly openChannel: (participant: string, options: DataChannelOptions) => Promise<DataChannel>
  readonly send: (message: DataMessage) => void
  /** Of one participant, on average. */
  readonly rate: { readonly messagesPerSecond: number; readonly bytesPerSecond: number }
  readonly metrics: Pick<Metrics, 'dataMessages' | 'dataDropped'>
  readonly log: Log
  readonly now: () => number
}

interface Open {
  readonly channel: DataChannel
  /** The client can receive on it. */
  isReady: boolean
}

interface Speaker {
  readonly participant: DataParticipant
  readonly address: number
  readonly messages: TokenBucket
  readonly bytes: TokenBucket
  readonly channels: Map<Kind, Open>
}

const lastAddress = 65_535
/** What is sent at once may be worth so many seconds of the average. */
const burstSeconds = 2

export class DataChannels {
  readonly #options: DataChannelsOptions
  readonly #speakers = new Map<string, Speaker>()
  readonly #addresses = new Set<number>()
  #lastAddress = 0

  constructor(options: DataChannelsOptions) {
    this.#options = options
  }

  /** In place of an earlier one of the same kind. Refusals: media.unavailable, transport.notFound, data.unsupported. */
  async open(
    participant: DataParticipant,
    request: Pick<Params<'data.open'>, 'channel' | 'sctpStreamParameters'>,
  ): Promise<Result<'data.open'>> {
    const { channel: kind, sctpStreamParameters } = request
    const speaker = this.#speakerOf(participant)
    this.#close(speaker, kind)
    let opened: Open | undefined
    let isOver = false
    const channel = await this.#options.openChannel(participant.id, {
      kind,
      sctpStreamParameters,
      address: speaker.address,
      // Before the answer a client has nothing to say: it cannot receive yet.
      heard: (text) => opened !== undefined && this.#heard(speaker, kind, opened, text),
      ended: () => {
        isOver = true
        if (opened !== undefined && speaker.channels.get(kind) === opened) speaker.channels.delete(kind)
      },
    })
    if (isOver) throw new Refusal('transport.notFound')
    if (participant.gone || !participant.grants.data) {
      channel.close()
      throw new Refusal(participant.gone ? 'room.notJoined' : 'session.forbidden')
    }
    this.#close(speaker, kind)
    opened = { channel, isReady: false }
    speaker.channels.set(kind, opened)
    const { id, label, protocol } = channel
    return { id, sctpStreamParameters: channel.sctpStreamParameters, label, protocol }
  }

  /** It has left. */
  closeThoseOf(participant: string): void {
    const speaker = this.#speakers.get(participant)
    if (speaker === undefined) return
    this.#speakers.delete(participant)
    this.#addresses.delete(speaker.address)
    for (const kind of [...speaker.channels.keys()]) this.#close(speaker, kind)
  }

  #speakerOf(participant: DataParticipant): Speaker {
    const known = this.#speakers.get(participant.id)
    if (known !== undefined) return known
    const { rate, now } = this.#options
    const bucket = (perSecond: number) => new TokenBucket(perSecond, perSecond * burstSeconds, now())
    const speaker = {
      participant,
      address: this.#freeAddress(),
      messages: bucket(rate.messagesPerSecond),
      bytes: bucket(rate.bytesPerSecond),
      channels: new Map<Kind, Open>(),
    }
    this.#speakers.set(participant.id, speaker)
    return speaker
  }

  #freeAddress(): number {
    if (this.#addresses.size >= lastAddress) throw new Refusal('session.quota', 'data channels')
    do this.#lastAddress = (this.#lastAddress % lastAddress) + 1
    while (this.#addresses.has(this.#lastAddress))
    this.#addresses.add(this.#lastAddress)
    return this.#lastAddress
  }

  #close(speaker: Speaker, kind: Kind): void {
    speaker.channels.get(kind)?.channel.close()
    speaker.channels.delete(kind)
  }

  #heard(speaker: Speaker, kind: Kind, opened: Open, text: string): void {
    if (speaker.channels.get(kind) !== opened) return
    const { metrics, log, now } = this.#options
    // Withdrawn since it was opened.
    if (!speaker.participant.grants.data) {
      this.#close(speaker, kind)
      return
    }
    if (!speaker.messages.take(now()) || !speaker.bytes.take(now(), Buffer.byteLength(text))) {
      metrics.dataDropped.inc()
      // Of what must arrive nothing is left out in silence: the client sees that its channel is gone.
      if (kind === 'reliable') this.#close(speaker, kind)
      return
    }
    if (text === readyFrame) {
      opened.isReady = true
      // It may end at this very moment, and then nobody is to be told.
      opened.channel.ready().catch((error) => log.debug('a data channel ended before it was ready', { error }))
      return
    }
    const frame = readDataFrame(text)
    if (frame === undefined) {
      metrics.dataDropped.inc()
      return
    }
    metrics.dataMessages.inc()
    this.#deliver(speaker, kind, receivedFrame(speaker.participant.id, frame), frame.to)
  }

  #deliver(speaker: Speaker, kind: Kind, frame: ReceivedDataFrame, to: readonly string[] | undefined): void {
    const { participants, send } = this.#options
    const chosen = to && new Set(to)
    const addresses: number[] = []
    for (const participant of participants) {
      if (participant === speaker.participant || chosen?.has(participant.id) === false) continue
      const receiver = this.#speakers.get(participant.id)
      if (receiver?.channels.get(kind)?.isReady === true) addresses.push(receiver.address)
      else this.#tell(participant, kind, frame)
    }
    if (addresses.length === 0) return
    const text = JSON.stringify(frame)
    send({ kind, text, except: speaker.address, ...(chosen === undefined ? {} : { to: addresses }) })
  }

  #tell(participant: DataParticipant, kind: Kind, frame: ReceivedDataFrame): void {
    const params = { room: this.#options.room, ...frame }
    if (kind === 'lossy') participant.hear({ method: 'room.lossyDataReceived', params })
    else participant.hear({ method: 'room.dataReceived', params })
  }
}
