// Rooms as they are known, open or not: founded, found, read and deleted.

import { Refusal, type RoomInfo } from '@parley/protocol'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { RoomRow, Store } from '../store/store.ts'
import type { Act, Actor } from './moderation.ts'
import { hashPassword } from './password.ts'
import type { Rooms } from './rooms.ts'
import { type Change, infoOf, Rules, type RulesOptions } from './rules.ts'
import { roleIn } from './standing.ts'

export interface RegisterOptions extends RulesOptions {
  readonly store: Store
  readonly rooms: Rooms
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

  /** Refusals: room.exists, store.unavailable. */
  async create(name: string, by: Actor, { settings = {}, password }: Change): Promise<RoomInfo> {
    const { store, capacity } = this.#options
    const hash = typeof password === 'string' ? await hashPassword(password) : undefined
    const row = await store.rooms.create({ name, settings, password: hash, owner: by.person })
    if (row === undefined) throw new Refusal('room.exists')
    this.#noted('room.create', name, by)
    return infoOf(row, { capacity, participantCount: 0, role: 'owner' })
  }

  /** Refusals: room.notFound, room.banned, store.unavailable. */
  async read(name: string, { person, grants, address }: Actor & { readonly address: string }): Promise<RoomInfo> {
    const { rooms } = this.#options
    const rules = rooms.live(name)?.order.rules ?? (await this.#rules(name))
    const role = roleIn({ room: name, grants, given: rules.roleOf(person.id) })
    if (rules.isBanned(person.id, address, role !== 'guest') && !grants.admin) throw new Refusal('room.banned')
    return rules.info(rooms.live(name)?.participants.size ?? 0, role)
  }

  /** By name. Refusal: store.unavailable. */
  async list({ person, grants }: Actor, search: Search): Promise<{ rooms: RoomInfo[]; next?: string }> {
    if (!grants.join) return { rooms: [] }
    const name = grants.room ?? undefined
    const found = await this.#options.store.rooms.list({ person: person.id, all: grants.admin, name, ...search })
    const rooms = await Promise.all(found.rooms.map((row) => this.#describe(row, { person, grants })))
    const next = found.rooms.at(-1)?.name
    return found.more && next !== undefined ? { rooms, next } : { rooms }
  }

  async delete(name: string, by: Actor): Promise<void> {
    await this.#options.rooms.delete(name)
    this.#noted('room.delete', name, by)
  }

  async #rules(name: string): Promise<Rules> {
    const row = await this.#options.store.rooms.get(name)
    if (row === undefined) throw new Refusal('room.notFound')
    return await Rules.read(row, this.#options)
  }

  async #describe(row: RoomRow, { person, grants }: Actor): Promise<RoomInfo> {
    const { rooms, capacity, store } = this.#options
    const live = rooms.live(row.name)
    const given = live?.order.rules.roleOf(person.id) ?? (await store.roles.of(row.name, person.id))
    const role = roleIn({ room: row.name, grants, given })
    return infoOf(row, { capacity, participantCount: live?.participants.size ?? 0, role })
  }

  #noted(act: Act, room: string, { person }: Actor): void {
    this.#options.metrics.moderation.inc({ act })
    this.#options.log.info('moderation', { act, room, by: person.id })
  }
}
