// Carries out over the media workers what the topology decides, and moves the room's media when a worker dies.

import {
  type DtlsParameters,
  type IceParameters,
  type Media as MediaOffer,
  Refusal,
  type RtpParameters,
  type Subscription,
  type View,
} from '@parley/protocol'
import type { Log } from '../log/log.ts'
import type { DataChannel, DataChannelOptions, DataMessage, Level, Media, RouterSet } from '../media/media.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { Demands } from './demands.ts'
import { Qualities } from './qualities.ts'
import { type ForwardedLayers, type Receiver, Seat } from './seat.ts'
import type { Demanded } from './topology/demand.ts'
import { layerHeights } from './topology/layers.ts'
import type { Rated } from './topology/quality.ts'
import { type Effect, SfuTopology } from './topology/sfu.ts'
import { Speakers } from './topology/speakers.ts'
import type { Loudness, StageOptions } from './topology/stage.ts'

/** What the room is told. */
export interface ForwardingEvents {
  /** The transports of all are gone; new ones are offered one by one as soon as a worker has them. */
  moved(mediaEpoch: number): void
  /** As `moved`, but others, on other workers, keep theirs. */
  movedInPart(): void
  offered(participant: string, media: MediaOffer): void
  subscriptionsOpened(participant: string, mediaEpoch: number, subscriptions: Subscription[]): void
  subscriptionsClosed(participant: string, ids: string[]): void
  layersChanged(participant: string, subscription: string, layers: ForwardedLayers): void
  speaking(loudest: readonly Loudness[]): void
  /** How large its videos are looked at. */
  demanded(publisher: string, tracks: readonly Demanded[]): void
  /** @param to whom alone; undefined: all */
  quality(rated: readonly Rated[], to: string | undefined): void
}

export interface ForwardingOptions {
  readonly media: Media
  readonly events: ForwardingEvents
  readonly stage: StageOptions
  readonly metrics: Metrics
  readonly log: Log
  readonly now: () => number
}

export interface Publication {
  readonly track: string
  readonly kind: 'audio' | 'video'
  readonly rtpParameters: RtpParameters
  readonly muted: boolean
  readonly height?: number
}

export class Forwarding {
  readonly #options: ForwardingOptions
  readonly #topology: SfuTopology
  readonly #demands: Demands
  readonly #qualities: Qualities
  readonly #speakers = new Speakers()
  readonly #seats = new Map<string, Seat>()
  /** Who publishes which track, for tracks that flow. */
  readonly #publishers = new Map<string, { seat: Seat; kind: 'audio' | 'video'; muted: boolean }>()
  readonly #closing = new AbortController()
  /** Seats whose transports are being opened, so that two who ask share them. */
  readonly #furnishing = new Map<Seat, Promise<void>>()
  /** Seats that have been offered their media; the others get it in the answer to their join. */
  readonly #admitted = new WeakSet<Seat>()
  readonly #routers: RouterSet
  #lostAtMs: number | undefined
  /** How often a worker that had a part in this room has died. */
  #losses = 0
  #waiting = false

  constructor(options: ForwardingOptions) {
    const { stage, now, events } = options
    this.#options = options
    this.#topology = new SfuTopology(stage)
    this.#demands = new Demands({
      changed: () => this.#topology.takeDemanded(),
      tell: (demanded) => this.#tellDemanded(demanded),
      now,
    })
    this.#routers = options.media.openRouterSet({
      lost: (router) => this.#lost(router),
      speaking: (router, levels) => this.#heard(router, levels),
    })
    this.#qualities = new Qualities((rated, to) => events.quality(rated, to))
  }

  /** Prepares a participant's transports. With no worker alive it answers `none`, and offers them later. */
  async admit(participant: string, receiver: Receiver, subscribes: boolean): Promise<MediaOffer> {
    const seat = this.#newSeat(participant, receiver)
    this.#seats.set(participant, seat)
    await this.#furnishOrWait(seat)
    if (this.#seats.get(participant) !== seat) {
      seat.clear()
      throw new Refusal('room.left')
    }
    this.#admitted.add(seat)
    this.#carryOut(this.#topology.receiverJoined(participant, subscribes))
    this.#qualities.came(participant)
    return this.#offerTo(seat)
  }

  dismiss(participant: string): void {
    const seat = this.#seats.get(participant)
    if (seat === undefined) return
    this.#seats.delete(participant)
    this.#topology.receiverLeft(participant)
    this.#demands.notice()
    this.#qualities.left(participant)
    for (const [track, { seat: publisher }] of this.#publishers) if (publisher === seat) this.unpublish(track)
    seat.clear()
  }

  connect(participant: string, transport: string, dtlsParameters: DtlsParameters): Promise<void> {
    const seat = this.#seats.get(participant)
    if (seat === undefined) throw new Refusal('transport.notFound')
    return seat.connect(transport, dtlsParameters)
  }

  /** New credentials for one transport, whose other side may have another address now. Refusal: transport.notFound. */
  restartIce(participant: string, transport: string): Promise<IceParameters> {
    const seat = this.#seats.get(participant)
    if (seat === undefined) throw new Refusal('transport.notFound')
    return seat.restartIce(transport)
  }

  /** Refusals: media.unavailable, transport.notFound, data.unsupported. */
  async openDataChannel(participant: string, options: DataChannelOptions): Promise<DataChannel> {
    const seat = this.#seats.get(participant)
    if (seat === undefined) throw new Refusal('media.unavailable')
    return await seat.openDataChannel(options)
  }

  sendData(message: DataMessage): void {
    this.#routers.sendData(message)
  }

  /** What a participant's media is now. */
  offer(participant: string): MediaOffer {
    const seat = this.#seats.get(participant)
    return seat === undefined ? { topology: 'none', epoch: this.#losses } : this.#offerTo(seat)
  }

  /** It may have missed what was told to it alone; what is not told otherwise is told again. */
  remind(participant: string): void {
    const own = [...this.#publishers].filter(([, { seat }]) => seat.participant === participant)
    this.#demands.retell(own.map(([track]) => track))
  }

  subscriptions(participant: string): Subscription[] {
    return this.#seats.get(participant)?.subscriptions ?? []
  }

  /** Refusals: media.unavailable, track.unsupported. */
  async publish(participant: string, { track, kind, rtpParameters, muted, height }: Publication): Promise<void> {
    const seat = this.#seats.get(participant)
    if (seat === undefined) throw new Refusal('media.unavailable')
    // Published once more over the same transports: what hangs on the old producer ends with it.
    this.unpublish(track)
    const events = { scoreChanged: (score: number) => this.#sent(participant, track, score) }
    await seat.produce(track, { kind, rtpParameters, muted, label: track, events })
    if (this.#seats.get(participant) !== seat) throw new Refusal('room.left')
    this.#publishers.set(track, { seat, kind, muted })
    const heights = kind === 'video' ? layerHeights(rtpParameters, height) : []
    const published = { id: track, publisher: participant, kind, muted, layerHeights: heights }
    this.#carryOut(this.#topology.trackPublished(published, this.#options.now()))
  }

  /** What a participant may receive has changed. */
  permit(participant: string, subscribes: boolean): void {
    this.#carryOut(this.#topology.permissionChanged(participant, subscribes))
  }

  get subscriptionCount(): number {
    return this.#seats.values().reduce((sum, seat) => sum + seat.subscriptionCount, 0)
  }

  flows(track: string): boolean {
    return this.#publishers.has(track)
  }

  async setMuted(track: string, muted: boolean): Promise<void> {
    const publisher = this.#publishers.get(track)
    if (publisher !== undefined) publisher.muted = muted
    this.#carryOut(this.#topology.trackMuted(track, muted, this.#options.now()))
    const producer = publisher?.seat.producer(track)
    await (muted ? producer?.pause() : producer?.resume())
  }

  /** Its videos go on with a whole picture: it was away, and the others have missed packets that nobody has any more. */
  refresh(participant: string): void {
    for (const [track, { seat, kind }] of this.#publishers) {
      if (seat.participant !== participant || kind !== 'video') continue
      seat
        .producer(track)
        ?.refresh()
        .catch((error) => {
          const hasEnded = error instanceof Refusal && error.reason === 'track.notFound'
          if (!hasEnded) this.#options.log.warn('a video was not begun anew', { track, error })
        })
    }
  }

  unpublish(track: string): void {
    const publisher = this.#publishers.get(track)
    if (publisher === undefined) return
    this.#publishers.delete(track)
    publisher.seat.endProducer(track)
    this.#demands.forget(track)
    this.#qualities.rate(publisher.seat.participant, 'up', track, undefined)
    this.#carryOut(this.#topology.trackUnpublished(track))
  }

  view(participant: string, view: readonly View[]): void {
    this.#carryOut(this.#topology.viewChanged(participant, view))
  }

  async ready(participant: string, subscriptions: readonly string[]): Promise<void> {
    await this.#seats.get(participant)?.ready(subscriptions)
  }

  close(): void {
    this.#closing.abort(new Refusal('room.closed'))
    for (const participant of [...this.#seats.keys()]) this.dismiss(participant)
    this.#demands.close()
    this.#qualities.close()
    this.#routers.close()
  }

  #newSeat(participant: string, receiver: Receiver): Seat {
    const { events, log } = this.#options
    const seat: Seat = new Seat(participant, receiver, {
      subscriptionsOpened: (subscriptions) => events.subscriptionsOpened(participant, seat.epoch, subscriptions),
      subscriptionsClosed: (ids) => events.subscriptionsClosed(participant, ids),
      layersChanged: (subscription, layers) => events.layersChanged(participant, subscription, layers),
      rated: (track, score) => this.#qualities.rate(participant, 'down', track, score),
      failed: (track, error) => {
        this.#topology.subscriptionLost(participant, track)
        // Its worker or its track has gone meanwhile: that is told elsewhere.
        const expected = error instanceof Refusal && error.reason !== 'track.unsupported'
        log[expected ? 'debug' : 'warn']('a subscription failed', { participant, track, error })
      },
    })
    return seat
  }

  #offerTo(seat: Seat): MediaOffer {
    return seat.offer ?? { topology: 'none', epoch: this.#losses }
  }

  #furnishOrWait(seat: Seat): Promise<void> {
    const known = this.#furnishing.get(seat)
    if (known !== undefined) return known
    const furnishing = this.#attemptToFurnish(seat)
    this.#furnishing.set(seat, furnishing)
    return furnishing
  }

  async #attemptToFurnish(seat: Seat): Promise<void> {
    let unavailable = false
    try {
      await this.#furnish(seat)
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'media.unavailable') throw error
      unavailable = true
    } finally {
      this.#furnishing.delete(seat)
    }
    // Only now: whoever furnishes next must not find this attempt still under way.
    if (unavailable) this.#waitForWorker()
  }

  async #furnish(seat: Seat): Promise<void> {
    const transports = await this.#routers.openPair(seat)
    seat.furnish(transports, this.#losses + 1)
  }

  /** A worker died. Whoever was on it moves; others lose only what came in there, until it is published again. */
  #lost(router: string): void {
    const { events, metrics, log, now } = this.#options
    const lost = [...this.#seats.values()].filter((seat) => seat.router === router)
    log.warn('a worker of this room died; its media moves', { lost: lost.length, participants: this.#seats.size })
    metrics.mediaMoves.inc()
    this.#lostAtMs = now()
    this.#losses += 1
    for (const seat of lost) {
      this.#topology.carriersLost(seat.participant)
      seat.clear()
    }
    for (const [track, { seat }] of this.#publishers) if (!seat.furnished) this.unpublish(track)
    const isWhole = [...this.#seats.values()].every((seat) => !seat.furnished)
    if (isWhole) events.moved(this.#losses + 1)
    else events.movedInPart()
    this.#waitForWorker()
  }

  /** Furnishes every seat that has no transports, as soon as a worker lives. */
  #waitForWorker(): void {
    if (this.#waiting || this.#closing.signal.aborted) return
    this.#waiting = true
    this.#furnishAll().catch((error) => {
      this.#waiting = false
      if (!this.#closing.signal.aborted) this.#options.log.error('media could not be rebuilt', { error })
    })
  }

  async #furnishAll(): Promise<void> {
    const { media, metrics, now } = this.#options
    await media.untilAvailable(this.#closing.signal)
    this.#waiting = false
    const bare = [...this.#seats.values()].filter((seat) => this.#admitted.has(seat) && !seat.furnished)
    await Promise.all(bare.map((seat) => this.#refurnish(seat)))
    if (this.#waiting || this.#lostAtMs === undefined) return
    metrics.mediaRecovery.observe((now() - this.#lostAtMs) / 1000)
    this.#lostAtMs = undefined
  }

  async #refurnish(seat: Seat): Promise<void> {
    await this.#furnishOrWait(seat)
    const { offer } = seat
    if (this.#seats.get(seat.participant) !== seat) seat.clear()
    else if (offer !== undefined) {
      this.#options.events.offered(seat.participant, offer)
      this.#carryOut(this.#topology.settle(seat.participant))
    }
  }

  #carryOut(effects: readonly Effect[]): void {
    const { log } = this.#options
    this.#demands.notice()
    for (const effect of effects) {
      const seat = this.#seats.get(effect.receiver)
      if (seat === undefined) continue
      if (effect.do === 'close') {
        seat.closeSubscription(effect.track)
      } else {
        const done = effect.do === 'open' ? this.#open(seat, effect) : seat.adjust(effect.track, effect.wish)
        done.catch((error) => log.error('a subscription could not be changed', { error, ...effect }))
      }
    }
  }

  async #open(seat: Seat, { track, wish }: Extract<Effect, { do: 'open' }>): Promise<void> {
    const publisher = this.#publishers.get(track)
    const producer = publisher?.seat.producer(track)
    if (publisher === undefined || producer === undefined)
      return this.#topology.subscriptionLost(seat.participant, track)
    await seat.open(track, producer, publisher.kind, wish)
  }

  #heard(router: string, levels: readonly Level[]): void {
    const { now, events } = this.#options
    const voices = levels.map(({ label, level }) => ({ track: label, level }))
    this.#carryOut(this.#topology.spoke(voices, now()))
    const loudest = this.#speakers.report(router, voices, now())
    if (loudest !== undefined) events.speaking(loudest)
  }

  #tellDemanded(demanded: readonly Demanded[]): void {
    const byPublisher = Map.groupBy(demanded, ({ track }) => this.#publishers.get(track)?.seat.participant)
    for (const [publisher, tracks] of byPublisher)
      if (publisher !== undefined) this.#options.events.demanded(publisher, tracks)
  }

  /** Nothing comes of what is muted or not looked at, and that is no loss. */
  #sent(participant: string, track: string, score: number): void {
    const isMuted = this.#publishers.get(track)?.muted === true
    if (score > 0 || !(isMuted || this.#demands.isUnseen(track))) this.#qualities.rate(participant, 'up', track, score)
  }
}
