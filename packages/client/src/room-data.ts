// Data of the application: over data channels where they are open, over the socket otherwise.

import type {
  DataChannel as Kind,
  NotificationParams,
  Params,
  ReceivedDataFrame,
  Result,
  SctpStreamParameters,
} from '@parley/protocol'
import type { DataOptions, ReceivedData } from './api.ts'
import type { Platform } from './platform.ts'
import type { Roster } from './roster.ts'
import type { DataPair, DataPairOptions } from './sfu-data.ts'

/** The transports of now, as far as they carry data. */
export interface DataCarrier {
  /** @throws {Error} they carry none */
  openData(options: Pick<DataPairOptions, 'kind' | 'announce' | 'onText' | 'onEnd'>): Promise<DataPair>
}

interface RoomDataOptions {
  readonly platform: Platform
  readonly roster: Pick<Roster, 'participants'>
  readonly carrier: () => DataCarrier | undefined
  readonly open: (params: Omit<Params<'data.open'>, 'room'>) => Promise<Result<'data.open'>>
  /** Waits for the room while the connection is being made again. */
  readonly overSocket: (params: Omit<Params<'room.data'>, 'room'>, signal: AbortSignal | undefined) => Promise<void>
  readonly onData: (received: ReceivedData) => void
}

interface Link {
  readonly carrier: DataCarrier
  /** Undefined: it could not be opened, or not in time; the socket takes its place until there are other transports. */
  readonly opening: Promise<DataPair | undefined>
  pair: DataPair | undefined
}

const openMs = 5_000

export class RoomData {
  readonly #options: RoomDataOptions
  readonly #links = new Map<Kind, Link>()

  constructor(options: RoomDataOptions) {
    this.#options = options
  }

  /** What must arrive waits for its channel, so that nothing overtakes it; what is lossy goes the way that is open now. */
  async send(data: string, { lossy = false, to, topic, signal }: DataOptions): Promise<void> {
    const recipients = to?.map((one) => (typeof one === 'string' ? one : one.id))
    const frame = {
      ...(recipients === undefined ? {} : { to: recipients }),
      ...(topic === undefined ? {} : { topic }),
      data,
    }
    const link = this.#link(lossy ? 'lossy' : 'reliable')
    const pair = lossy ? link?.pair : await link?.opening
    if (pair?.send(JSON.stringify(frame)) === true) return
    await this.#options.overSocket({ ...frame, ...(lossy ? { lossy } : {}) }, signal)
  }

  /** There are new transports: channels that were in use are opened on them again. */
  reopen(): void {
    for (const kind of [...this.#links.keys()]) this.#link(kind)
  }

  /** It came over the socket. */
  received(frame: NotificationParams<'room.dataReceived'>, lossy: boolean): void {
    this.#tell(frame, lossy)
  }

  #link(kind: Kind): Link | undefined {
    const carrier = this.#options.carrier()
    if (carrier === undefined) return undefined
    const known = this.#links.get(kind)
    if (known?.carrier === carrier) return known
    const link: Link = { carrier, opening: this.#open(kind, carrier), pair: undefined }
    this.#links.set(kind, link)
    return link
  }

  async #open(kind: Kind, carrier: DataCarrier): Promise<DataPair | undefined> {
    const { platform, open } = this.#options
    const late = Promise.withResolvers<undefined>()
    const cancel = platform.setTimer(() => late.resolve(undefined), openMs)
    const opening = carrier.openData({
      kind,
      announce: (sctpStreamParameters: SctpStreamParameters) => open({ channel: kind, sctpStreamParameters }),
      onText: (text) => this.#read(text, kind === 'lossy'),
      onEnd: () => this.#settled(kind, carrier, undefined),
    })
    try {
      const pair = await Promise.race([opening, late.promise])
      // One that comes too late is of no use: what is to be said goes over the socket by now.
      if (pair === undefined) opening.then((tooLate) => tooLate.close()).catch(() => {})
      this.#settled(kind, carrier, pair)
      return pair
    } catch {
      // This server, this browser or these transports carry no data, or it is not allowed: the socket says so.
      return undefined
    } finally {
      cancel()
    }
  }

  #settled(kind: Kind, carrier: DataCarrier, pair: DataPair | undefined): void {
    const link = this.#links.get(kind)
    if (link?.carrier === carrier) link.pair = pair
  }

  #read(text: string, lossy: boolean): void {
    const frame: unknown = JSON.parse(text)
    if (isReceived(frame)) this.#tell(frame, lossy)
  }

  #tell({ from, topic, data }: ReceivedDataFrame, lossy: boolean): void {
    const participant = this.#options.roster.participants.get(from)
    // Whoever has left meanwhile has nothing to say any more.
    if (participant) this.#options.onData({ participant, data, lossy, ...(topic === undefined ? {} : { topic }) })
  }
}

function isReceived(frame: unknown): frame is ReceivedDataFrame {
  return (
    typeof frame === 'object' &&
    frame !== null &&
    'from' in frame &&
    typeof frame.from === 'string' &&
    'data' in frame &&
    typeof frame.data === 'string' &&
    (!('topic' in frame) || typeof frame.topic === 'string')
  )
}
