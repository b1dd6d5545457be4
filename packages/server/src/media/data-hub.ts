// Data of one router's participants: what each of them sends comes up to us, and what we send goes to all who listen.

import { dataChannelProtocol, type DataChannel as Kind, Refusal } from '@parley/protocol'
import type { types } from 'mediasoup'
import { ask, type Host, type Mortal, type Opened, open } from './host.ts'
import type { DataChannel, DataChannelOptions, DataMessage } from './media.ts'
import { describeStream } from './parameters.ts'

/**
 * How long a lossy message may wait for its turn; none is repeated. With `maxRetransmits` instead, the worker (3.27.1) gives
 * it a life of 0 ms, and drops whatever cannot leave at once.
 */
const lossyLifeMs = 150
/** PPID of a text (RFC 8831 §8). */
const textPpid = 51

/**
 * Each participant costs three objects for each kind of channel, whoever else there is: its producer, our listener to that,
 * and its consumer of the one producer of ours. The worker fans out.
 */
export class DataHub {
  readonly #host: Host
  readonly #router: types.Router
  readonly #outlets = new Map<Kind, types.DataProducer>()
  readonly #opening = new Map<Kind, Promise<types.DataProducer>>()
  #direct: Promise<types.DirectTransport> | undefined

  constructor(host: Host, router: types.Router) {
    this.#host = host
    this.#router = router
  }

  /** Refusals: transport.notFound, media.unavailable, data.unsupported. */
  async openChannel(
    { send, receive }: { send: types.WebRtcTransport; receive: types.WebRtcTransport },
    options: DataChannelOptions,
  ): Promise<DataChannel> {
    if (send.sctpParameters === undefined) throw new Refusal('data.unsupported', 'say `data` in session.hello')
    const { kind, sctpStreamParameters, address } = options
    const names = { label: kind, protocol: dataChannelProtocol }
    const [direct, outlet] = await Promise.all([this.#openDirect(), this.#openOutlet(kind)])
    const opened: { close(): void }[] = []
    const keep = <T extends { close(): void }>(one: T) => {
      opened.push(one)
      return one
    }
    try {
      const request = () => send.produceData({ sctpStreamParameters: { ...sctpStreamParameters }, ...names })
      const producer = keep(await this.#openFromClient(send, request))
      const listener = keep(await this.#open(direct, () => direct.consumeData({ dataProducerId: producer.id })))
      const reliability = kind === 'reliable' ? { ordered: true } : { ordered: false, maxPacketLifeTime: lossyLifeMs }
      const consumer = keep(
        await this.#open(receive, () =>
          receive.consumeData({ dataProducerId: outlet.id, ...reliability, paused: true, subchannels: [address] }),
        ),
      )
      listener.on('message', (message, ppid) => {
        if (ppid === textPpid) options.heard(message.toString())
      })
      return this.#wrap({ kind, producer, consumer }, options.ended)
    } catch (error) {
      for (const one of opened) one.close()
      throw error
    }
  }

  /** To those of this router that are ready. */
  send({ kind, text, to, except }: DataMessage): void {
    const outlet = this.#outlets.get(kind)
    if (outlet === undefined || outlet.closed || to?.length === 0) return
    outlet.send(text, textPpid, to === undefined ? undefined : [...to], undefined, except)
  }

  close(): void {
    // One that did not open needs no closing.
    this.#direct?.then((direct) => direct.close()).catch(() => undefined)
  }

  #wrap(
    { kind, producer, consumer }: { kind: Kind; producer: types.DataProducer; consumer: types.DataConsumer },
    ended: () => void,
  ): DataChannel {
    let open = true
    const close = () => {
      open = false
      producer.close()
      consumer.close()
    }
    const end = () => {
      if (!open) return
      close()
      ended()
    }
    producer.observer.once('close', end)
    consumer.observer.once('close', end)
    // Whoever reads too slowly for what must arrive shall know that something is missing.
    if (kind === 'reliable') consumer.on('sctpsendbufferfull', end)
    return {
      id: consumer.id,
      sctpStreamParameters: describeStream(consumer.sctpStreamParameters),
      label: consumer.label,
      protocol: consumer.protocol,
      ready: () => ask(this.#host, consumer, 'transport.notFound', () => consumer.resume()),
      close,
    }
  }

  #openDirect(): Promise<types.DirectTransport> {
    if (this.#direct !== undefined) return this.#direct
    const opening = this.#open(this.#router, () => this.#router.createDirectTransport())
    this.#direct = opening
    // The next one asked tries anew.
    opening.catch(() => {
      if (this.#direct === opening) this.#direct = undefined
    })
    return opening
  }

  #openOutlet(kind: Kind): Promise<types.DataProducer> {
    const known = this.#opening.get(kind)
    if (known !== undefined) return known
    const opening = this.#attemptOutlet(kind)
    this.#opening.set(kind, opening)
    opening.catch(() => {
      if (this.#opening.get(kind) === opening) this.#opening.delete(kind)
    })
    return opening
  }

  async #attemptOutlet(kind: Kind): Promise<types.DataProducer> {
    const direct = await this.#openDirect()
    const outlet = await this.#open(direct, () => direct.produceData({ label: kind, protocol: dataChannelProtocol }))
    this.#outlets.set(kind, outlet)
    return outlet
  }

  /** What mediasoup or the worker objects to in the client's parameters is the client's mistake. */
  async #openFromClient(send: types.WebRtcTransport, request: () => Promise<types.DataProducer>) {
    try {
      return await this.#open(send, request)
    } catch (error) {
      if (error instanceof Refusal) throw error
      throw new Refusal('data.unsupported', error instanceof Error ? error.message : undefined, { cause: error })
    }
  }

  #open<T extends Opened>(parent: Mortal, request: () => Promise<T>): Promise<T> {
    return open(this.#host, parent, 'transport.notFound', undefined, request)
  }
}
