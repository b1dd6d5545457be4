// A pair of data channels beside the media: one on the transport that sends, one on the transport that receives.

/// <reference lib="dom" />

import {
  dataChannelProtocol,
  type DataChannel as Kind,
  type Result,
  readyFrame,
  type SctpStreamParameters,
} from '@parley/protocol'
import type { DataConsumer, DataProducer, Transport as DeviceTransport } from 'mediasoup-client/types'
import { ParleyError } from './errors.ts'

export interface DataPairOptions {
  readonly send: DeviceTransport
  readonly receive: DeviceTransport
  readonly kind: Kind
  /** Tells the server the stream that is sent on; it answers with the one to receive on. */
  readonly announce: (sctpStreamParameters: SctpStreamParameters) => Promise<Result<'data.open'>>
  readonly onText: (text: string) => void
  /** One of the two has ended; not after `close()`. */
  readonly onEnd: () => void
}

export interface DataPair {
  /** Whether it was taken: the channel may have ended. */
  send(text: string): boolean
  close(): void
}

/** What waits to be sent may be so much before something lossy is left out. */
const lossyBacklogBytes = 65_536

/**
 * Resolves when both are open, and the server knows it.
 * @throws {Error} these transports carry no data, or ended meanwhile; and what `announce` throws
 */
export async function openDataPair(options: DataPairOptions): Promise<DataPair> {
  const { receive, kind, onText } = options
  const { producer, answer } = await openSending(options)
  let consumer: DataConsumer | undefined
  try {
    const { id, sctpStreamParameters, label, protocol } = await answer
    consumer = await receive.consumeData({ id, dataProducerId: kind, sctpStreamParameters, label, protocol })
    consumer.on('message', (data: unknown) => {
      if (typeof data === 'string') onText(data)
    })
    await Promise.all([isOpen(producer), isOpen(consumer)])
    producer.send(readyFrame)
    return wrap(producer, consumer, options)
  } catch (error) {
    producer.close()
    consumer?.close()
    throw error
  }
}

async function openSending({ send, kind, announce }: DataPairOptions) {
  let answer: Promise<Result<'data.open'>> | undefined
  const tell: Parameters<typeof send.on<'producedata'>>[1] = ({ sctpStreamParameters, appData }, done) => {
    if (appData['kind'] !== kind) return
    answer = announce(plain(sctpStreamParameters))
    // Awaited below, unless the transport ends first.
    answer.catch(() => {})
    // At once, so that the queue of mediasoup-client goes on to the next track.
    done({ id: kind })
  }
  send.on('producedata', tell)
  try {
    const reliability = kind === 'reliable' ? { ordered: true } : { ordered: false, maxRetransmits: 0 }
    const names = { label: kind, protocol: dataChannelProtocol }
    const producer = await send.produceData({ ...reliability, ...names, appData: { kind } })
    if (answer === undefined) throw new ParleyError('protocol', 'a data channel was not announced')
    return { producer, answer }
  } finally {
    send.off('producedata', tell)
  }
}

function plain({ streamId = 0, ordered, maxRetransmits }: Partial<SctpStreamParameters>): SctpStreamParameters {
  return {
    streamId,
    ...(ordered === undefined ? {} : { ordered }),
    ...(maxRetransmits === undefined ? {} : { maxRetransmits }),
  }
}

/** What both directions have in common. */
interface Channel {
  readonly readyState: string
  once(event: 'open' | 'close' | 'transportclose', listener: () => void): unknown
}

function isOpen(channel: Channel): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  if (channel.readyState === 'open') resolve()
  const fail = () => reject(new ParleyError('disconnected', 'a data channel ended before it was open'))
  channel.once('open', resolve)
  channel.once('close', fail)
  channel.once('transportclose', fail)
  return promise
}

function wrap(producer: DataProducer, consumer: DataConsumer, { kind, onEnd }: DataPairOptions): DataPair {
  let open = true
  const close = () => {
    open = false
    producer.close()
    consumer.close()
  }
  const end = () => {
    if (!open) return
    close()
    onEnd()
  }
  const channels: Channel[] = [producer, consumer]
  for (const channel of channels) {
    channel.once('close', end)
    channel.once('transportclose', end)
  }
  const send = (text: string) => {
    if (!open || producer.readyState !== 'open') return false
    if (kind === 'lossy' && producer.bufferedAmount > lossyBacklogBytes) return true
    try {
      producer.send(text)
      return true
    } catch {
      // Its queue is full, or it ends just now: the socket takes it.
      return false
    }
  }
  return { send, close }
}
