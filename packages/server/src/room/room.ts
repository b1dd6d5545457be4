// A place and who is in it.

import {
  type AnyNotification,
  type ChatMessage,
  type DtlsParameters,
  type LeaveReason,
  type Media as MediaOffer,
  type Params,
  type Participant as ParticipantState,
  type Person,
  Refusal,
  type RoomState,
  type RtpCapabilities,
  type Track,
  type View,
} from '@parley/protocol'
import type { Log } from '../log/log.ts'
import type { Media } from '../media/media.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Store } from '../store/store.ts'
import { Chat } from './chat.ts'
import { Facts } from './facts.ts'
import { Forwarding } from './forwarding.ts'
import { type Listener, Participant } from './participant.ts'

export interface RoomLimits {
  readonly capacity: number
  readonly historyOnJoin: number
  readonly republishMs: number
  readonly tracks: number
}

export interface RoomOptions {
  readonly store: Store
  readonly media: Media
  readonly metrics: Metrics
  readonly log: Log
  readonly limits: RoomLimits
  readonly now: () => number
  readonly newId: () => string
  /** Called when the last participant has left. */
  readonly empty: (room: Room) => void
}

export interface Joining {
  readonly person: Person
  readonly name: string
  readonly rtpCapabilities: RtpCapabilities | undefined
  readonly subscribes: boolean
  readonly listener: Listener
  /** Aborted when whoever joins is gone before being let in. */
  readonly signal: AbortSignal
}

/** Participants in the answer to a join; `room.participants` reads on. */
const firstPage = 100

export class Room {
  readonly name: string
  readonly #options: RoomOptions
  readonly #log: Log
  readonly #chat: Chat
  readonly #facts: Facts
  readonly #forwarding: Forwarding
  readonly #participants = new Map<string, Participant>()
  /** Seats taken by those who are not let in yet. */
  #admitting = 0
  #ended: Promise<void> | undefined
  #republish: NodeJS.Timeout | undefined

  /** Opens or opens again; each opening is a new epoch. Refusal: store.unavailable. */
  static async open(name: string, by: Person, options: RoomOptions): Promise<Room> {
    const { epoch } = await options.store.rooms.open(name, by.id)
    let room: Room | undefined
    const chat = await Chat.open({
      room: name,
      epoch,
      store: options.store,
      tailLength: options.limits.historyOnJoin,
      stored: (message) => room?.tellMessage(message),
    })
    room = new Room(name, epoch, chat, options)
    options.metrics.rooms.inc()
    options.log.info('room opened', { room: name, epoch })
    return room
  }

  private constructor(name: string, epoch: number, chat: Chat, options: RoomOptions) {
    this.name = name
    this.#options = options
    this.#log = options.log.with({ room: name })
    this.#chat = chat
    this.#facts = new Facts(name, epoch, (fact) => this.#tellAll(fact))
    this.#forwarding = new Forwarding({
      media: options.media,
      metrics: options.metrics,
      log: this.#log,
      now: options.now,
      events: {
        moved: (mediaEpoch) => this.#mediaMoved(mediaEpoch),
        offered: (participant, media) =>
          this.#tellOne(participant, { method: 'media.opened', params: { room: name, media } }),
        subscriptionsOpened: (participant, mediaEpoch, subscriptions) =>
          this.#tellOne(participant, {
            method: 'subscription.opened',
            params: { room: name, mediaEpoch, subscriptions },
          }),
        subscriptionsClosed: (participant, subscriptions) =>
          this.#tellOne(participant, { method: 'subscription.closed', params: { room: name, subscriptions } }),
        layersChanged: (participant, subscription, spatialLayer) =>
          this.#tellOne(participant, {
            method: 'subscription.layersChanged',
            params: { room: name, subscription, spatialLayer },
          }),
        speaking: (levels) => this.#tellSpeaking(levels),
      },
    })
  }

  get closed(): boolean {
    return this.#ended !== undefined
  }

  /** Participants and those on their way in. */
  get size(): number {
    return this.#participants.size + this.#admitting
  }

  /**
   * Lets somebody in and tells the others. Facts after the returned `seq` reach the listener.
   * Refusals: room.full, room.closed, room.left.
   */
  async join(joining: Joining): Promise<{ participant: Participant; state: RoomState }> {
    if (this.closed) throw new Refusal('room.closed')
    const replaced = this.#samePerson(joining.person)
    if (this.size - replaced.length >= this.#options.limits.capacity) throw new Refusal('room.full')
    const id = this.#options.newId()
    // The seat is taken before the await, so that a second join finds it occupied.
    this.#admitting += 1
    let media: MediaOffer
    try {
      media = await this.#admit(id, joining)
      if (this.closed) throw new Refusal('room.closed')
      if (joining.signal.aborted) throw new Refusal('room.left')
    } catch (error) {
      this.#forwarding.dismiss(id)
      throw error
    } finally {
      this.#admitting -= 1
      this.#noticeEmptiness()
    }
    return this.#enter(id, joining, media)
  }

  /** Lets a participant go; leaving twice is no offence. */
  leave(participant: Participant, reason: LeaveReason): void {
    if (this.#participants.get(participant.id) !== participant) return
    this.#participants.delete(participant.id)
    participant.gone = true
    this.#forwarding.dismiss(participant.id)
    for (const { kind } of participant.tracks.values()) this.#options.metrics.tracks.dec({ kind })
    this.#options.metrics.participants.dec()
    this.#facts.left(participant.id, reason)
    this.#log.info('participant left', { participant: participant.id, reason, size: this.#participants.size })
    this.#noticeEmptiness()
  }

  participants({ after, limit }: { after?: string; limit: number }): {
    participants: ParticipantState[]
    more: boolean
  } {
    const all = [...this.#participants.values()]
    const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
    return { participants: all.slice(start, start + limit).map(({ state }) => state), more: all.length > start + limit }
  }

  connect(participant: Participant, transport: string, dtlsParameters: DtlsParameters): Promise<void> {
    return this.#forwarding.connect(participant.id, transport, dtlsParameters)
  }

  /** Publishes a new track, or carries one on over new transports. Refusals: track.notFound, track.unsupported, session.quota. */
  async publish(participant: Participant, request: Params<'track.publish'>): Promise<{ track: string }> {
    const earlier = request.track === undefined ? undefined : participant.tracks.get(request.track)
    if (request.track !== undefined && earlier === undefined) throw new Refusal('track.notFound')
    if (earlier === undefined && participant.tracks.size >= this.#options.limits.tracks)
      throw new Refusal('session.quota', 'tracks')
    const { kind, source, rtpParameters, width, height, muted = earlier?.muted ?? false, encryption = 'none' } = request
    const track: Track = {
      id: earlier?.id ?? this.#options.newId(),
      kind,
      source,
      muted,
      encryption,
      ...(width === undefined ? {} : { width }),
      ...(height === undefined ? {} : { height }),
    }
    // In the list before the await, so that the limit holds for calls in flight too.
    participant.tracks.set(track.id, track)
    try {
      await this.#forwarding.publish(participant.id, {
        track: track.id,
        kind,
        rtpParameters,
        muted,
        ...(height === undefined ? {} : { height }),
      })
    } catch (error) {
      if (earlier === undefined) participant.tracks.delete(track.id)
      throw error
    }
    if (earlier === undefined) {
      this.#options.metrics.tracks.inc({ kind })
      this.#facts.tell('track.published', { participant: participant.id, track })
    }
    return { track: track.id }
  }

  async setMuted(participant: Participant, id: string, muted: boolean): Promise<void> {
    const track = this.#ownTrack(participant, id)
    await this.#forwarding.setMuted(id, muted)
    if (participant.tracks.get(id) !== track || track.muted === muted) return
    const changed = { ...track, muted }
    participant.tracks.set(id, changed)
    this.#facts.tell('track.changed', { participant: participant.id, track: changed })
  }

  unpublish(participant: Participant, id: string): void {
    const { kind } = this.#ownTrack(participant, id)
    participant.tracks.delete(id)
    this.#forwarding.unpublish(id)
    this.#options.metrics.tracks.dec({ kind })
    this.#facts.tell('track.unpublished', { participant: participant.id, track: id })
  }

  view(participant: Participant, view: readonly View[]): void {
    this.#forwarding.view(participant.id, view)
  }

  ready(participant: Participant, subscriptions: readonly string[]): Promise<void> {
    return this.#forwarding.ready(participant.id, subscriptions)
  }

  /** Resolves after the message is stored and told. Refusal: store.unavailable. */
  async say({ person, name }: Participant, text: string, key: string | undefined): Promise<ChatMessage> {
    const message = await this.#chat.send({ person: person.id, name, text, ...(key === undefined ? {} : { key }) })
    return message
  }

  history(page: { before?: number; limit: number }): Promise<{ messages: ChatMessage[]; more: boolean }> {
    return this.#chat.page(page)
  }

  tellMessage(message: ChatMessage): void {
    this.#options.metrics.messages.inc()
    this.#facts.tell('chat.message', { message })
  }

  /** Ends the room once; every caller awaits the same ending. */
  close(): Promise<void> {
    this.#ended ??= this.#end()
    return this.#ended
  }

  #admit(id: string, { rtpCapabilities, subscribes }: Joining): Promise<MediaOffer> {
    if (rtpCapabilities === undefined) return Promise.resolve({ topology: 'none', epoch: 0 })
    return this.#forwarding.admit(id, rtpCapabilities, subscribes)
  }

  /** From here to the end nothing is awaited: the snapshot and what follows it fit together. */
  #enter(
    id: string,
    { person, name, listener }: Joining,
    media: MediaOffer,
  ): { participant: Participant; state: RoomState } {
    for (const other of this.#samePerson(person)) this.#replace(other)
    const participant = new Participant({
      id,
      person,
      name,
      kind: 'session',
      joinedAtMs: this.#options.now(),
      listener,
    })
    this.#participants.set(id, participant)
    this.#options.metrics.participants.inc()
    // The joiner hears of itself too, as everybody does: whoever is known already is simply the same one.
    this.#facts.joined(participant.state)
    this.#log.info('participant joined', { participant: id, size: this.#participants.size })
    const { messages, more } = this.#chat.tail
    const state = {
      room: this.name,
      epoch: this.#facts.epoch,
      seq: this.#facts.seq,
      participant: id,
      participants: this.participants({ limit: firstPage }).participants,
      participantCount: this.#participants.size,
      messages,
      moreMessages: more,
      media,
    }
    return { participant, state }
  }

  /** Other participants of a person with a token; guests' tabs stand side by side. */
  #samePerson(person: Person): Participant[] {
    if (person.guest) return []
    return [...this.#participants.values()].filter((other) => other.person.id === person.id)
  }

  #replace(participant: Participant): void {
    participant.hear({ method: 'room.left', params: { room: this.name, reason: 'replaced' } })
    this.leave(participant, 'replaced')
  }

  #ownTrack(participant: Participant, id: string): Track {
    const track = participant.tracks.get(id)
    if (track === undefined) throw new Refusal('track.notFound')
    return track
  }

  #mediaMoved(mediaEpoch: number): void {
    this.#facts.tell('room.topologyChanged', { topology: 'sfu', mediaEpoch, reason: 'workerDied' })
    const waiting = new Map(
      [...this.#participants.values()].flatMap((owner) => [...owner.tracks].map(([id]) => [id, owner] as const)),
    )
    clearTimeout(this.#republish)
    this.#republish = setTimeout(() => {
      for (const [id, owner] of waiting) {
        if (owner.tracks.has(id) && this.#participants.has(owner.id) && !this.#forwarding.flows(id))
          this.unpublish(owner, id)
      }
    }, this.#options.limits.republishMs)
  }

  #tellSpeaking(levels: readonly { readonly track: string; readonly level: number }[]): void {
    const owners = new Map(
      [...this.#participants.values()].flatMap(({ id, tracks }) =>
        [...tracks.values()].map((track) => [track.id, { id, track }]),
      ),
    )
    const speakers = levels.flatMap(({ track, level }) => {
      const owner = owners.get(track)
      return owner === undefined ? [] : [{ participant: owner.id, source: owner.track.source, level }]
    })
    this.#tellAll({ method: 'room.speaking', params: { room: this.name, speakers } })
  }

  #tellAll(notification: AnyNotification): void {
    for (const participant of this.#participants.values()) participant.hear(notification)
  }

  #tellOne(participant: string, notification: AnyNotification): void {
    this.#participants.get(participant)?.hear(notification)
  }

  #noticeEmptiness(): void {
    if (this.size === 0 && !this.closed) this.#options.empty(this)
  }

  async #end(): Promise<void> {
    clearTimeout(this.#republish)
    this.#facts.tell('room.closed', {})
    for (const participant of [...this.#participants.values()]) {
      this.#participants.delete(participant.id)
      participant.gone = true
      this.#options.metrics.participants.dec()
      for (const { kind } of participant.tracks.values()) this.#options.metrics.tracks.dec({ kind })
    }
    await this.#forwarding.close()
    this.#options.metrics.rooms.dec()
    this.#log.info('room closed')
  }
}
