// All open rooms by name: a room opens when the first one comes and closes a while after the last one has left.

import { type Grants, type Person, Refusal, type Role, type RoomState } from '@parley/protocol'
import { RateByKey } from '../limits/rate-by-key.ts'
import type { RoomRow } from '../store/store.ts'
import type { Actor } from './moderation.ts'
import type { Participant } from './participant.ts'
import { type Joining, Room, type RoomOptions } from './room.ts'
import { rankOf, type Standing, standingIn } from './standing.ts'

export interface RoomsOptions extends Omit<RoomOptions, 'empty' | 'overtaken' | 'attempts'> {
  /** How long an empty room stays open. */
  readonly lingerMs: number
  /** Rooms that one person founds; whoever runs the server is not bound. */
  readonly perPerson: number
  /** ms of a clock that never goes back. */
  readonly clock: () => number
}

export interface Coming extends Joining {
  /** What an invitation made of this person: in that room at least this. */
  readonly invited?: { readonly id: string; readonly room: string; readonly role: Role } | undefined
}

/** Wrong passwords from one network, over all rooms. */
const passwordAttempts = { atOnce: 10, perMinute: 6 }

export class Rooms {
  readonly #options: RoomsOptions
  readonly #attempts: RateByKey
  readonly #rooms = new Map<string, Promise<Room>>()
  /** Those whose opening has succeeded. */
  readonly #opened = new Map<string, Room>()
  readonly #lingering = new Map<string, NodeJS.Timeout>()
  #closing = false

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#attempts = new RateByKey({ ...passwordAttempts, clock: options.clock })
  }

  get size(): number {
    return this.#rooms.size
  }

  get subscriptionCount(): number {
    return this.#opened.values().reduce((sum, room) => sum + room.forwarding.subscriptionCount, 0)
  }

  /** Whether the room is open, or about to be. */
  has(name: string): boolean {
    return this.#rooms.has(name)
  }

  /** Those that are open now. */
  get opened(): Iterable<Room> {
    return this.#opened.values()
  }

  /** The room of this name, if it is open now. */
  live(name: string): Room | undefined {
    return this.#opened.get(name)
  }

  /** Refusals: those of `Room.join`; room.notFound, store.unavailable. Each is counted by its reason. */
  async join(name: string, asked: Coming): Promise<{ room: Room; participant: Participant; state: RoomState }> {
    try {
      const coming = { ...asked, invited: await this.#stillInvited(name, asked) }
      const room = await this.open(name, coming)
      await this.#takeInvited(room, coming).catch((error) => {
        // Opened for somebody who does not come in.
        if (room.isEmpty) this.#linger(room)
        throw error
      })
      return { room, ...(await room.join(coming)) }
    } catch (error) {
      if (error instanceof Refusal) this.#options.metrics.joinsRefused.inc({ reason: error.reason })
      throw error
    }
  }

  /**
   * The room of this name, opened, and made where the caller may.
   * Refusals: store.unavailable, room.closed, room.notFound, session.quota.
   */
  open(name: string, by: Pick<Coming, 'person' | 'grants' | 'invited'>): Promise<Room> {
    const { rooms } = this.#options.store
    const { person, grants, invited } = by
    const mayMake = grants.create || !person.guest || invited?.room === name
    const perPerson = grants.admin ? undefined : this.#options.perPerson
    const make = async () => {
      const known = await rooms.reopen(name)
      if (known !== undefined || !mayMake) return known
      if (!grants.create) return await rooms.open(name, person.id, perPerson)
      await rooms.create({ name, settings: {}, owner: person, perPerson })
      return await rooms.reopen(name)
    }
    const isUnderWay = this.#rooms.has(name)
    return this.#find(name, make).catch((error) => {
      // The opening that was shared may have been of somebody who may not make it.
      if (!(isUnderWay && mayMake && error instanceof Refusal && error.reason === 'room.notFound')) throw error
      return this.#find(name, make)
    })
  }

  /** A room that is there, opened so that something can be changed in it. Refusals: as of `open`. */
  async command(name: string): Promise<Room> {
    const room = await this.#find(name, () => this.#options.store.rooms.reopen(name))
    if (room.isEmpty) this.#linger(room)
    return room
  }

  /** When the room was founded, ms since 1970: the one whose roles `standing` tells. Refusal: room.notFound. */
  async foundedAt(name: string): Promise<number> {
    const row = this.live(name)?.order.rules ?? (await this.#options.store.rooms.get(name))
    if (row === undefined) throw new Refusal('room.notFound')
    return row.createdAt
  }

  /** What somebody is in a room, there or not; where the room is open, it is known at once. */
  standing(name: string, { person, grants }: Actor): Standing | Promise<Standing> {
    const live = this.live(name)
    return live?.order.rights.standingOf(person.id, grants) ?? this.#readStanding(name, person, grants)
  }

  /** Whoever waits over this session waits no more. */
  withdraw(name: string, session: string): void {
    this.live(name)?.order.lobby.withdraw(session)
  }

  /**
   * All are put out, and everything that was kept of it goes.
   * Refusals: room.notFound, room.closed, session.forbidden, store.unavailable.
   */
  async delete(name: string, { person, grants }: Actor): Promise<void> {
    const room = await this.command(name)
    await room.order.rules.delete(() => room.order.rights.standingOf(person.id, grants).owns)
    for (const participant of [...room.participants]) room.remove(participant, 'closed')
    this.#end(room)
  }

  async close(): Promise<void> {
    this.#closing = true
    for (const timer of this.#lingering.values()) clearTimeout(timer)
    const opened = await Promise.allSettled(this.#rooms.values())
    for (const result of opened) if (result.status === 'fulfilled') result.value.close()
    this.#rooms.clear()
  }

  #find(name: string, reopen: () => Promise<RoomRow | undefined>): Promise<Room> {
    if (this.#closing) return Promise.reject(new Refusal('room.closed'))
    clearTimeout(this.#lingering.get(name))
    this.#lingering.delete(name)
    const known = this.#rooms.get(name)
    if (known !== undefined) return known
    const opening = this.#open(name, reopen)
    this.#rooms.set(name, opening)
    // One that did not open is forgotten, so that the next one asked tries anew.
    opening.catch(() => this.#forget(name, opening))
    return opening
  }

  async #open(name: string, reopen: () => Promise<RoomRow | undefined>): Promise<Room> {
    const row = await reopen()
    if (row === undefined) throw new Refusal('room.notFound')
    const room = await Room.open(row, {
      ...this.#options,
      attempts: this.#attempts,
      empty: (empty) => this.#linger(empty),
      overtaken: (lost) => {
        this.#options.log.warn('another server has opened this room, or it was deleted', { room: name })
        this.#end(lost)
      },
    })
    this.#opened.set(name, room)
    return room
  }

  /** An invitation may have ended since its bearer came to this server: then it neither founds a room nor gives a role. */
  async #stillInvited(name: string, { invited }: Coming): Promise<Coming['invited']> {
    if (invited?.room !== name) return undefined
    return (await this.#options.store.invitations.holds(invited.id)) ? invited : undefined
  }

  /** An invitation gives its role for good, but to nobody who is banned. */
  async #takeInvited({ name, order }: Room, { person, address, invited }: Coming): Promise<void> {
    const { rules } = order
    if (invited?.room !== name || rules.isBanned(person.id, address)) return
    if (rankOf(rules.roleOf(person.id)) >= rankOf(invited.role)) return
    let holds = true
    const may = () => holds && !rules.isBanned(person.id, address)
    const mayNow = async () => {
      holds = await this.#options.store.invitations.holds(invited.id)
      return may()
    }
    try {
      await rules.setRole({ person: person.id, name: person.name, role: invited.role }, mayNow)
    } catch (error) {
      // Who was banned before it was their turn hears it at the door; an invitation that has ended only gives nothing.
      if (may()) throw error
    }
    order.rights.personChanged(person.id)
  }

  async #readStanding(room: string, person: Person, grants: Grants): Promise<Standing> {
    const { store } = this.#options
    const [row, given, banned] = await Promise.all([
      store.rooms.get(room),
      store.roles.of(room, person.id),
      store.bans.has({ room, person: person.id }),
    ])
    const settings = row?.settings ?? { moderated: false, audioOnly: false }
    return standingIn({ room, grants, given, banned, settings, allowed: undefined })
  }

  #linger(room: Room): void {
    if (this.#closing || room.closed) return
    clearTimeout(this.#lingering.get(room.name))
    const timer = setTimeout(() => {
      this.#lingering.delete(room.name)
      if (room.isEmpty) this.#end(room)
    }, this.#options.lingerMs)
    this.#lingering.set(room.name, timer)
  }

  #end(room: Room): void {
    if (this.#opened.get(room.name) !== room) return
    this.#opened.delete(room.name)
    this.#rooms.delete(room.name)
    room.close()
  }

  #forget(name: string, opening: Promise<Room>): void {
    if (this.#rooms.get(name) === opening) this.#rooms.delete(name)
  }
}
