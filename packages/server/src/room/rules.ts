// The rules of one room: how it is set, who is somebody in it and who stays out. Stored first, then held here for as long
// as the room is open, so that nobody's call waits for a read.

import { type Ban, Refusal, type Role, type RoomInfo, type RoomSettings } from '@parley/protocol'
import type { BanRow, Fence, RoleRow, RoomRow, Store } from '../store/store.ts'
import { asOwner } from './ownership.ts'
import { Turns } from './turns.ts'

export interface RulesOptions {
  readonly store: Pick<Store, 'rooms' | 'roles' | 'bans'>
  /** Participants that the server allows in one room. */
  readonly capacity: number
  readonly now: () => number
  readonly newId: () => string
  /** Of an address only this is stored. */
  readonly hashAddress: (address: string) => string
  readonly passwords: Pick<Passwords, 'hash'>
  /** Called when the room is not ours any more. */
  readonly overtaken: () => void
}

/** Hashes of passwords, a few at a time. Both refuse with session.tooFast when too many wait. */
export interface Passwords {
  hash(password: string): Promise<string>
  matches(password: string, hash: string): Promise<boolean>
}

export interface NewBan {
  readonly person: { readonly id: string; readonly name: string }
  /** Where the person comes from; absent: it holds for the person alone. */
  readonly address?: string | undefined
  readonly by: string
  readonly seconds?: number | undefined
  readonly reason?: string | undefined
}

/** What `room.create` and `room.update` change. */
export interface Change {
  readonly settings?: { readonly [K in keyof RoomSettings]?: RoomSettings[K] | undefined } | undefined
  /** null takes it away. */
  readonly password?: string | null | undefined
}

/** Of one room. They are listed in one answer, and held in memory. */
const mostRoles = 10_000
const mostBans = 1000

export class Rules {
  readonly #options: RulesOptions
  readonly #turns = new Turns()
  readonly #roles: Map<string, RoleRow>
  /** In which the room is ours. */
  readonly #epoch: number
  #row: RoomRow
  #bans: BanRow[]

  static async read(row: RoomRow, options: RulesOptions): Promise<Rules> {
    const { roles, bans } = options.store
    return new Rules(row, ...(await Promise.all([roles.list(row.name), bans.list(row.name)])), options)
  }

  private constructor(row: RoomRow, roles: readonly RoleRow[], bans: BanRow[], options: RulesOptions) {
    this.#row = row
    this.#epoch = row.epoch
    this.#roles = new Map(roles.map((role) => [role.person, role]))
    this.#bans = bans
    this.#options = options
  }

  get settings(): RoomSettings {
    return settingsOf(this.#row, this.#options.capacity)
  }

  /** ms since 1970. */
  get createdAt(): number {
    return this.#row.createdAt
  }

  /** The stored hash. */
  get password(): string | undefined {
    return this.#row.password
  }

  get hasPassword(): boolean {
    return this.#row.password !== undefined
  }

  info(participantCount: number, role: Role): RoomInfo {
    return infoOf(this.#row, { capacity: this.#options.capacity, participantCount, role })
  }

  roleOf(person: string): Role | undefined {
    return this.#roles.get(person)?.role
  }

  get roles(): RoleRow[] {
    return [...this.#roles.values()]
  }

  /** Those that hold now, newest first. */
  get bans(): Ban[] {
    return this.#held().map(toBan)
  }

  isBannedByName(person: string): boolean {
    return this.#held().some((ban) => ban.person === person)
  }

  /** An address keeps out only those who are nobody here (`known`: not so): a moderator may sit behind the same one. */
  isBanned(person: string, address: string, known: boolean = this.#roles.has(person)): boolean {
    if (this.isBannedByName(person)) return true
    const held = this.#held()
    if (known || held.every((ban) => ban.address === undefined)) return false
    const hash = this.#options.hashAddress(address)
    return held.some((ban) => ban.address === hash)
  }

  /** `may` is asked when it is its turn, here and below. Refusals: session.forbidden, session.tooFast. */
  async change({ settings = {}, password }: Change, may: () => boolean): Promise<void> {
    const { store, passwords } = this.#options
    const hash = typeof password === 'string' ? await passwords.hash(password) : password
    await this.#write(async (fence) => {
      if (!may()) throw new Refusal('session.forbidden')
      this.#row = await store.rooms.update(fence, { ...settings, password: hash })
    })
  }

  /** The room goes, with everything that was kept of it. Refusal: session.forbidden. */
  delete(may: () => boolean): Promise<void> {
    return this.#write(async (fence) => {
      if (!may()) throw new Refusal('session.forbidden')
      await this.#options.store.rooms.delete(fence)
    })
  }

  /** `may` judges the role that the person has when it is their turn. Refusals: session.forbidden, room.lastOwner, session.quota. */
  setRole({ person, name, role }: RoleRow, may: (before: Role) => boolean | Promise<boolean>): Promise<void> {
    return this.#write(async (fence) => {
      const known = this.#roles.get(person)
      const before = known?.role ?? 'guest'
      if (!(await may(before))) throw new Refusal('session.forbidden')
      if (role !== 'owner') this.#mustNotBeLastOwner(person)
      if (known === undefined && this.#roles.size >= mostRoles) throw new Refusal('session.quota', 'roles')
      const row = { person, name: name || known?.name || person, role }
      await this.#options.store.roles.set(fence, row)
      if (role === 'guest') this.#roles.delete(person)
      else this.#roles.set(person, row)
    })
  }

  /** Whoever is banned loses their role. Refusals: as of `setRole`. */
  ban({ person, address, by, seconds, reason }: NewBan, may: (role: Role) => boolean): Promise<Ban> {
    return this.#write(async (fence) => {
      const { store, now, newId, hashAddress } = this.#options
      const role = this.#roles.get(person.id)?.role ?? 'guest'
      if (!may(role)) throw new Refusal('session.forbidden')
      this.#mustNotBeLastOwner(person.id)
      if (this.#held().length >= mostBans) throw new Refusal('session.quota', 'bans')
      const createdAt = now()
      const ban = {
        id: newId(),
        room: fence.room,
        person: person.id,
        name: person.name,
        ...(address === undefined ? {} : { address: hashAddress(address) }),
        by,
        ...(reason === undefined ? {} : { reason }),
        createdAt,
        ...(seconds === undefined ? {} : { endsAt: createdAt + seconds * 1000 }),
      }
      await store.bans.add(fence, ban)
      this.#bans = [ban, ...this.#held()]
      this.#roles.delete(person.id)
      return toBan(ban)
    })
  }

  /** Refusals: session.forbidden, ban.notFound. */
  lift(id: string, may: () => boolean): Promise<void> {
    return this.#write(async (fence) => {
      if (!may()) throw new Refusal('session.forbidden')
      if (!this.#held().some((ban) => ban.id === id)) throw new Refusal('ban.notFound')
      await this.#options.store.bans.lift(fence, id)
      this.#bans = this.#bans.filter((ban) => ban.id !== id)
    })
  }

  #mustNotBeLastOwner(person: string): void {
    if (this.#roles.get(person)?.role !== 'owner') return
    const owners = [...this.#roles.values()].filter(({ role }) => role === 'owner')
    if (owners.length === 1) throw new Refusal('room.lastOwner')
  }

  /** One after another, as the owner. Refusals: room.closed, store.unavailable. */
  #write<T>(write: (fence: Fence) => Promise<T>): Promise<T> {
    const fence = { room: this.#row.name, epoch: this.#epoch }
    return this.#turns.alone(() => asOwner(() => write(fence), this.#options.overtaken))
  }

  #held(): BanRow[] {
    const nowMs = this.#options.now()
    return this.#bans.filter(({ endsAt }) => endsAt === undefined || endsAt > nowMs)
  }
}

export function infoOf(
  row: RoomRow,
  { capacity, participantCount, role }: { capacity: number; participantCount: number; role: Role },
): RoomInfo {
  return {
    room: row.name,
    settings: settingsOf(row, capacity),
    hasPassword: row.password !== undefined,
    createdAt: new Date(row.createdAt).toISOString(),
    participantCount,
    role,
  }
}

/** A room holds what it is set to, and never more than the server allows. */
function settingsOf({ settings }: RoomRow, capacity: number): RoomSettings {
  return { ...settings, capacity: Math.min(settings.capacity ?? capacity, capacity) }
}

export function toBan({ id, person, name, address, by, reason, createdAt, endsAt }: BanRow): Ban {
  return {
    id,
    ...(person === undefined ? {} : { person }),
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address: true }),
    by,
    ...(reason === undefined ? {} : { reason }),
    createdAt: new Date(createdAt).toISOString(),
    ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt).toISOString() }),
  }
}
