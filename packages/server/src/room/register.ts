// Rooms as they are known, open or not: founded, found, read and deleted.

import { type Grants, Refusal, type RoomInfo } from '@parley/protocol'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { FoundRoom, Store } from '../store/store.ts'
import type { Act, Actor } from './moderation.ts'
import type { Rooms } from './rooms.ts'
import { type Change, infoOf, type Passwords } from './rules.ts'
import { maySeeInside, namesInside } from './seen-from-outside.ts'
import { roleIn } from './standing.ts'

export interface RegisterOptions {
  readonly store: Pick<Store, 'rooms' | 'roles' | 'bans'>
  readonly rooms: Rooms
  readonly passwords: Pick<Passwords, 'hash'>
  /** Of an address only this is stored. */
  readonly hashAddress: (address: string) => string
  /** Participants that the server allows in one room. */
  readonly capacity: number
  /** Rooms that one person founds; whoever runs the server is not bound. */
  readonly perPerson: number
  readonly metrics: Metrics
  readonly log: Log
}

export interface Search {
  readonly search?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

export class Register {
  readonly #options: RegisterOptions

  constructor(options: RegisterOptions) {
    this.#options = options
  }

  /** Refusals: room.exists, session.quota, session.tooFast, store.unavailable. */
  async create(name: string, by: Actor, { settings = {}, password }: Change): Promise<RoomInfo> {
    const { store, passwords, capacity } = this.#options
    const hash = typeof password === 'string' ? await passwords.hash(password) : undefined
    const perPerson = by.grants.admin ? undefined : this.#options.perPerson
    const row = await store.rooms.create({ name, settings, password: hash, owner: by.person, perPerson })
    if (row === undefined) throw new Refusal('room.exists')
    this.#noted('room.create', name, by)
    return infoOf(row, { capacity, participantCount: 0, role: 'owner' })
  }

  /** Refusals: room.notFound, room.banned, store.unavailable. */
  async read(name: string, { person, grants, address }: Actor & { readonly address: string }): Promise<RoomInfo> {
    const live = this.#options.rooms.live(name)
    if (live === undefined) return this.#withPeople(await this.#readClosed(name, person.id, grants, address))
    if (live.order.door.bans({ person, grants, address })) throw new Refusal('room.banned')
    const { role } = live.order.rights.standingOf(person.id, grants)
    return this.#withPeople(live.order.rules.info(live.participants.size, role))
  }

  /** By name. Refusal: store.unavailable. */
  async list({ person, grants }: Actor, search: Search): Promise<{ rooms: RoomInfo[]; next?: string }> {
    if (!grants.join) return { rooms: [] }
    const name = grants.room ?? undefined
    const found = await this.#options.store.rooms.list({ person: person.id, all: grants.admin, name, ...search })
    const rooms = found.rooms.map((row) => this.#describe(row, { person, grants }))
    const next = found.rooms.at(-1)?.name
    return found.more && next !== undefined ? { rooms, next } : { rooms }
  }

  async delete(name: string, by: Actor): Promise<void> {
    await this.#options.rooms.delete(name, by)
    this.#noted('room.delete', name, by)
  }

  /** As the door of the room would judge. */
  async #readClosed(room: string, person: string, grants: Grants, address: string): Promise<RoomInfo> {
    const { store, capacity, hashAddress } = this.#options
    const [row, given, banned] = await Promise.all([
      store.rooms.get(room),
      store.roles.of(room, person),
      store.bans.has({ room, person }),
    ])
    if (row === undefined) throw new Refusal('room.notFound')
    const role = roleIn({ room, grants, given, banned })
    const isKept =
      banned || (role === 'guest' && (await store.bans.has({ room, person, address: hashAddress(address) })))
    if (isKept && !grants.admin) throw new Refusal('room.banned')
    return infoOf(row, { capacity, participantCount: 0, role })
  }

  #describe(row: FoundRoom, { person, grants }: Actor): RoomInfo {
    const { rooms, capacity } = this.#options
    const live = rooms.live(row.name)
    const given = live === undefined ? row.role : live.order.rules.roleOf(person.id)
    const banned = live?.order.rules.isBannedByName(person.id) ?? false
    const role = roleIn({ room: row.name, grants, given, banned })
    const info = infoOf(row, { capacity, participantCount: live?.participants.size ?? 0, role })
    // By person alone: who is banned by an address knows no more than the list of everybody there.
    return banned ? info : this.#withPeople(info)
  }

  #withPeople(info: RoomInfo): RoomInfo {
    if (!maySeeInside(info)) return info
    return { ...info, people: namesInside(this.#options.rooms.live(info.room)?.participants ?? []) }
  }

  #noted(act: Act, room: string, { person }: Actor): void {
    this.#options.metrics.moderation.inc({ act })
    this.#options.log.info('moderation', { act, room, by: person.id })
  }
}
