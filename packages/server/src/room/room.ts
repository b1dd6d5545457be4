// A place and who is in it: who comes in and goes; what happens in it is in the parts beside.

import {
  type AnyFact,
  type ChatMessage,
  type LeaveReason,
  type Media as MediaOffer,
  type Person,
  Refusal,
  type RoomState,
  type RtpCapabilities,
  type Subscription,
} from '@parley/protocol'
import type { Files } from '../archive/files.ts'
import type { RateByKey } from '../limits/rate-by-key.ts'
import type { Log } from '../log/log.ts'
import type { Media } from '../media/media.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { RoomRow, Store } from '../store/store.ts'
import { Chat } from './chat.ts'
import type { DataChannels } from './data-channels.ts'
import type { Knock } from './door.ts'
import { Facts } from './facts.ts'
import type { Forwarding } from './forwarding.ts'
import { Order } from './order.ts'
import { Participant } from './participant.ts'
import { Participants } from './participants.ts'
import { type MediaLimits, RoomMedia } from './room-media.ts'
import { type Passwords, Rules } from './rules.ts'
import type { Tracks } from './tracks.ts'

export interface RoomLimits extends MediaLimits {
  readonly capacity: number
  readonly historyOnJoin: number
}

export interface RoomOptions {
  readonly store: Store
  readonly media: Media
  readonly files: Pick<Files, 'urlOf' | 'collect'>
  readonly metrics: Metrics
  readonly log: Log
  readonly limits: RoomLimits
  readonly now: () => number
  readonly newId: () => string
  readonly passwords: Passwords
  /** Wrong passwords, over all rooms, by network. */
  readonly attempts: RateByKey
  /** Of an address that is banned only this is stored. */
  readonly hashAddress: (address: string) => string
  /** Called when another server has opened this room, or it was deleted: it is not ours any more. */
  readonly overtaken: (room: Room) => void
  /** Called when the last participant has left. */
  readonly empty: (room: Room) => void
}

export interface Joining extends Knock {
  readonly rtpCapabilities: RtpCapabilities | undefined
  /** The client may want data channels. */
  readonly data?: boolean
}

/** Participants in the answer to a join; `room.participants` reads on. */
const firstPage = 100

export class Room {
  readonly name: string
  readonly participants: Participants
  readonly chat: Chat
  readonly order: Order
  readonly #options: RoomOptions
  readonly #log: Log
  readonly #facts: Facts
  readonly #media: RoomMedia
  /** Seats taken by those who are not let in yet. */
  #admitting = 0
  /** Rises when all are put out: whoever was on the way in by then does not come in. */
  #turnOuts = 0
  #closed = false

  /** Opens what the store has opened; each opening is a new epoch. Refusal: store.unavailable. */
  static async open(row: RoomRow, options: RoomOptions): Promise<Room> {
    const { name, epoch } = row
    let room: Room | undefined
    const overtaken = () => {
      if (room !== undefined && !room.closed) options.overtaken(room)
    }
    const rules = await Rules.read(row, { ...options, capacity: options.limits.capacity, overtaken })
    const participants = new Participants()
    const chat = await Chat.open({
      room: name,
      epoch,
      store: options.store,
      files: options.files,
      participants,
      tailLength: options.limits.historyOnJoin,
      stored: (message) => {
        options.metrics.messages.inc()
        room?.tell('chat.message', message)
      },
      changed: (message) => room?.tell('chat.changed', message),
      overtaken,
    })
    room = new Room(name, epoch, { participants, chat, rules }, options)
    options.metrics.rooms.inc()
    options.log.info('room opened', { room: name, epoch })
    return room
  }

  private constructor(
    name: string,
    epoch: number,
    { participants, chat, rules }: { participants: Participants; chat: Chat; rules: Rules },
    options: RoomOptions,
  ) {
    this.name = name
    this.participants = participants
    this.chat = chat
    this.#options = options
    this.#log = options.log.with({ room: name })
    this.#facts = new Facts(name, epoch, (fact) => participants.tellAll(fact))
    const parts = { ...options, room: name, facts: this.#facts, participants, log: this.#log }
    this.#media = new RoomMedia(parts)
    this.order = new Order({
      ...parts,
      rules,
      media: this.#media,
      remove: (participant, reason) => this.remove(participant, reason),
      lobbyEmpty: () => this.#noticeEmptiness(),
    })
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Participants and those on their way in. */
  get size(): number {
    return this.participants.size + this.#admitting
  }

  /** Nobody is here, on the way in, or waiting for it. */
  get isEmpty(): boolean {
    return this.size === 0 && this.order.lobby.size === 0
  }

  get tracks(): Tracks {
    return this.#media.tracks
  }

  get data(): DataChannels {
    return this.#media.data
  }

  get forwarding(): Forwarding {
    return this.#media.forwarding
  }

  /**
   * Lets somebody in and tells the others. Facts after the returned `seq` reach the recipient.
   * Refusals: those of the door, whose rules may change while it is let in; room.full, room.closed, room.left.
   */
  async join(joining: Joining): Promise<{ participant: Participant; state: RoomState }> {
    const { rules, door } = this.order
    const turnOuts = this.#turnOuts
    await this.#passDoor(joining)
    const isTooFull = () => this.size - this.#samePerson(joining.person).length > rules.settings.capacity
    const id = this.#options.newId()
    // The seat is taken before the await, so that a second join finds it occupied.
    this.#admitting += 1
    let media: MediaOffer
    try {
      if (turnOuts !== this.#turnOuts) throw new Refusal('room.closed')
      if (isTooFull()) throw new Refusal('room.full')
      media = await this.#admit(id, joining)
      await this.chat.reading.enter(id, joining.person.id)
      if (this.closed || turnOuts !== this.#turnOuts) throw new Refusal('room.closed')
      if (joining.signal.aborted) throw new Refusal('room.left')
      door.mustStillBeOpen(joining)
      if (isTooFull()) throw new Refusal('room.full')
    } catch (error) {
      this.forwarding.dismiss(id)
      this.chat.reading.leave(id)
      this.#admitting -= 1
      this.#noticeEmptiness()
      throw error
    }
    this.#admitting -= 1
    return this.#enter(id, joining, media)
  }

  /** Lets a participant go; leaving twice is no offence. */
  leave(participant: Participant, reason: LeaveReason): void {
    if (!this.participants.delete(participant)) return
    participant.gone = true
    participant.goneBecause = reason
    this.forwarding.dismiss(participant.id)
    this.data.closeThoseOf(participant.id)
    this.chat.reading.leave(participant.id)
    this.tracks.ended(participant)
    this.#options.metrics.participants.dec()
    this.#facts.left(participant.id, reason)
    this.#log.info('participant left', { participant: participant.id, reason, size: this.participants.size })
    this.#noticeEmptiness()
  }

  /** Puts somebody out, and says so to them. */
  remove(participant: Participant, reason: LeaveReason): void {
    if (participant.gone) return
    participant.hear({ method: 'room.left', params: { room: this.name, reason } })
    this.leave(participant, reason)
  }

  /** Puts all out, and whoever waits or is on the way in; how many were inside. */
  turnOut(): number {
    this.#turnOuts += 1
    const inside = [...this.participants]
    for (const participant of inside) this.remove(participant, 'closed')
    this.order.lobby.denyAll()
    return inside.length
  }

  /** The socket of a participant is lost, or there is another: the others are told, and it stays. */
  setReconnecting(participant: Participant, reconnecting: boolean): void {
    if (participant.gone || participant.reconnecting === reconnecting) return
    participant.reconnecting = reconnecting
    if (!reconnecting) this.forwarding.refresh(participant.id)
    this.#facts.changed(participant.presence)
  }

  /** Its session goes on from this address, which may be a banned one. */
  comesFrom(participant: Participant, address: string): void {
    participant.address = address
    if (this.order.door.bans(participant)) this.remove(participant, 'banned')
  }

  /** The number of the last fact. */
  get seq(): number {
    return this.#facts.seq
  }

  /** What was told after this position; undefined: only a snapshot helps. */
  factsSince(epoch: number, seq: number): AnyFact[] | undefined {
    return this.#facts.since(epoch, seq)
  }

  /** How it is now, for somebody who is in it and has missed too much. */
  snapshotFor(participant: Participant): { state: RoomState; subscriptions: Subscription[] } {
    this.#facts.flush()
    const { id } = participant
    this.forwarding.remind(id)
    return {
      state: this.#stateFor(participant, this.forwarding.offer(id)),
      subscriptions: this.forwarding.subscriptions(id),
    }
  }

  tell(fact: 'chat.message' | 'chat.changed', message: ChatMessage): void {
    this.#facts.tell(fact, { message })
  }

  /** Ends the room, once. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.tracks.close()
    this.order.close()
    this.#facts.tell('room.closed', {})
    for (const participant of this.participants) {
      participant.gone = true
      participant.goneBecause = 'closed'
    }
    this.#options.metrics.participants.dec(this.participants.size)
    this.participants.clear()
    this.chat.reading.clear()
    this.#media.close()
    this.#options.metrics.rooms.dec()
    this.#log.info('room closed')
  }

  async #passDoor(joining: Joining): Promise<void> {
    try {
      if (this.closed) throw new Refusal('room.closed')
      await this.order.door.pass(joining)
      if (this.closed) throw new Refusal('room.closed')
    } catch (error) {
      this.#noticeEmptiness()
      throw error
    }
  }

  #admit(id: string, { rtpCapabilities, grants, data = false }: Joining): Promise<MediaOffer> {
    if (rtpCapabilities === undefined) return Promise.resolve({ topology: 'none', epoch: 0 })
    return this.forwarding.admit(id, { rtpCapabilities, data }, grants.subscribe)
  }

  /** From here to the end nothing is awaited: the snapshot and what follows it fit together. */
  #enter(
    id: string,
    { person, name, recipient, grants, address, session }: Joining,
    media: MediaOffer,
  ): { participant: Participant; state: RoomState } {
    for (const other of this.#samePerson(person)) this.remove(other, 'replaced')
    this.order.lobby.withdraw(session)
    // Departures and changes are in the joiner's snapshot; arrivals may wait, whoever is known already is the same one.
    this.#facts.flushAllButArrivals()
    const participant = new Participant({
      id,
      ordinal: this.participants.nextOrdinal(),
      person,
      name,
      kind: 'session',
      joinedAtMs: this.#options.now(),
      recipient,
      address,
      grants,
      standing: this.order.rights.standingOf(person.id, grants),
    })
    this.participants.add(participant)
    this.#options.metrics.participants.inc()
    // The joiner hears of itself too, as everybody does: whoever is known already is simply the same one.
    this.#facts.joined(participant.state)
    this.#log.info('participant joined', { participant: id, size: this.participants.size })
    return { participant, state: this.#stateFor(participant, media) }
  }

  #stateFor({ id, standing }: Participant, media: MediaOffer): RoomState {
    const { messages, more } = this.chat.tail
    const { participants, next } = this.participants.page({ limit: firstPage })
    return {
      room: this.name,
      epoch: this.#facts.epoch,
      seq: this.#facts.seq,
      participant: id,
      info: this.order.rules.info(this.participants.size, standing.role),
      participants,
      ...(next === undefined ? {} : { nextParticipants: next }),
      participantCount: this.participants.size,
      messages,
      moreMessages: more,
      ...this.chat.reading.of(id),
      ...(standing.moderates ? { lobby: this.order.lobby.list } : {}),
      media,
    }
  }

  /** Other participants of a person with a token; guests' tabs stand side by side. */
  #samePerson(person: Person): Participant[] {
    return person.guest ? [] : this.participants.of(person.id)
  }

  #noticeEmptiness(): void {
    if (this.isEmpty && !this.closed) this.#options.empty(this)
  }
}
