// What the server remembers, in an embedded SQLite file or in PostgreSQL; the same promises for both.

import type { Log } from '../log/log.ts'
import type { AccountRow, NewAccount } from './accounts.ts'
import type { AccountChange, AccountSearch, ShownAccount } from './accounts-run.ts'
import type { BanRow } from './bans.ts'
import type { BanSearch } from './bans-everywhere.ts'
import type { Fence } from './fence.ts'
import type { FileLimits, FileRow, NewFile } from './files.ts'
import type { InvitationRow, NewInvitation } from './invitations.ts'
import type { MessageRow, NewMessage, Page } from './messages.ts'
import type { MessageDeletion, MessageEdit } from './messages-change.ts'
import type { Search } from './messages-search.ts'
import type { Mark, ReadState } from './reads.ts'
import type { RoleRow } from './roles.ts'
import type { FoundRoom, NewRoom, RoomChange, RoomRow, RoomSearch } from './rooms.ts'

export type { AccountRow, NewAccount } from './accounts.ts'
export type { AccountChange } from './accounts-run.ts'
export type { BanRow } from './bans.ts'
export type { Fence } from './fence.ts'
export type { FileRow, NewFile } from './files.ts'
export type { InvitationRow, NewInvitation } from './invitations.ts'
export type { MessageRow, NewMessage, Page } from './messages.ts'
export type { RoleRow } from './roles.ts'
export type { FoundRoom, NewRoom, RoomChange, RoomRow, RoomSearch, StoredSettings } from './rooms.ts'

export interface StoreOptions {
  /** `sqlite:/path/parley.db`, `sqlite::memory:` (both take `?synchronous=full`), `postgres://…` or `postgresql://…`. */
  readonly url: string
  readonly log: Log
  /**
   * For commands: an SQLite file is opened although a server runs on it, which has brought its tables up to date. Whatever a
   * server keeps in memory must not be changed then.
   */
  readonly besideServer?: boolean
  /** ms since 1970. */
  readonly now: () => number
  /** PostgreSQL: most connections at once. Default 20. */
  readonly poolSize?: number
  /** PostgreSQL: how long a connection may take to open, or to become free. Default 2000. */
  readonly connectTimeoutMs?: number
  /** PostgreSQL: how long a statement may take. Default 5000. */
  readonly statementTimeoutMs?: number
  /** PostgreSQL: pause between two looks whether a database that was away has returned. Default 250. */
  readonly retryEveryMs?: number
}

/**
 * Every function below throws the refusal `store.unavailable` within a bounded time when the database is away, hangs or
 * cannot write. Nothing was stored then, but for one case: the connection broke after the statement had been sent. Who
 * must know repeats the call with the same `key`.
 * What is written into a room by its owner (a `fence`, or the epoch in a message) is refused with `room.closed` when the
 * room's epoch is newer, because then another owner has the room, or when the room was deleted.
 */
export interface Store extends AsyncDisposable {
  readonly kind: 'sqlite' | 'postgres'
  /** Whether the last operation reached the database and could do its work; for /ready and metrics. */
  readonly available: boolean
  ping(): Promise<void>
  readonly rooms: {
    /**
     * Creates the row if it is not there, with an epoch that no room of this name has had; otherwise raises its epoch by
     * one, atomically. Refuses with `session.quota` when it would create the row and this person has founded `perPerson`.
     */
    open(name: string, person: string, perPerson?: number): Promise<RoomRow>
    /** Raises the epoch of a room that is there. */
    reopen(name: string): Promise<RoomRow | undefined>
    /** Founds a room, with its owner's role; undefined: there is one of this name. Refuses with `session.quota`. */
    create(room: NewRoom): Promise<RoomRow | undefined>
    get(name: string): Promise<RoomRow | undefined>
    /** By name; `more`: further ones follow. */
    list(search: RoomSearch): Promise<{ rooms: FoundRoom[]; more: boolean }>
    update(fence: Fence, change: RoomChange): Promise<RoomRow>
    /** With its messages, roles and bans. */
    delete(fence: Fence): Promise<void>
  }
  readonly roles: {
    /** Who is more than a guest in a room, by person. */
    list(room: string): Promise<RoleRow[]>
    of(room: string, person: string): Promise<RoleRow['role'] | undefined>
    /** `guest` takes the role away. */
    set(fence: Fence, role: RoleRow): Promise<void>
  }
  readonly bans: {
    /** Those that hold now, newest first. */
    list(room: string): Promise<BanRow[]>
    /** Of all rooms; `more`: further ones follow. */
    listAll(search: BanSearch): Promise<{ bans: BanRow[]; more: boolean }>
    /** Whether one holds now that names this person, or this (hashed) address. */
    has(whom: {
      readonly room: string
      readonly person: string
      readonly address?: string | undefined
    }): Promise<boolean>
    /** Whoever is banned loses their role. */
    add(fence: Fence, ban: Omit<BanRow, 'room'>): Promise<void>
    lift(fence: Fence, id: string): Promise<void>
  }
  readonly messages: {
    /**
     * Resolves after its commit. Ids rise within the room, with gaps. The same (room, person, key) is stored once: the
     * earlier row comes back with `repeated: true`. With `files`, all of them are its author's, uploaded and not sent
     * before, or it is refused with `file.notFound`.
     */
    append(message: NewMessage): Promise<MessageRow & { readonly repeated: boolean }>
    /** The newest page (of those with an id smaller than `before`), oldest first; `more`: older ones are there. */
    page(room: string, page: Page): Promise<{ messages: MessageRow[]; more: boolean }>
    /** Refuses with `chat.notFound` (or it is deleted) and `session.forbidden` (another's). */
    edit(edit: MessageEdit): Promise<MessageRow>
    /** As `edit`, but others' too for whoever moderates; `changed: false`: it was deleted before. */
    delete(deletion: MessageDeletion): Promise<{ message: MessageRow; changed: boolean }>
    /** Newest first; `more`: older ones are there, or nobody has looked for them. */
    search(room: string, search: Search): Promise<{ messages: MessageRow[]; more: boolean }>
    hasWritten(room: string, person: string): Promise<boolean>
  }
  readonly reads: {
    /** Counts messages up to the id `newest`. */
    get(reader: { readonly room: string; readonly person: string; readonly newest: number }): Promise<ReadState>
    /** Whether it went on: it never goes back. Refuses with `room.closed` when the room was deleted. */
    mark(mark: Mark): Promise<boolean>
  }
  readonly files: {
    /** Refuses with `session.quota`, and with `room.closed` when the room was deleted. */
    promise(file: NewFile, limits: FileLimits): Promise<void>
    find(id: string): Promise<FileRow | undefined>
    /** Whether it was promised, and not uploaded before. */
    uploaded(id: string, expiresAt: number): Promise<boolean>
    /** Ids of some that are nobody's any more: their bytes are to be deleted, then they are to be forgotten. */
    takeExpired(limit: number): Promise<string[]>
    forget(ids: readonly string[]): Promise<void>
  }
  readonly secrets: {
    /** Reads the secret of this name, making it once: concurrent first callers, also on several nodes, get the same. */
    get(name: string, make: () => string): Promise<string>
  }
  readonly accounts: {
    find(by: { readonly id: string } | { readonly key: string }): Promise<AccountRow | undefined>
    /** Takes one use of the invitation with this (hashed) secret and makes the account, or does neither. */
    create(account: NewAccount, invitationSecret: string): Promise<AccountRow | 'invitationInvalid' | 'nameTaken'>
    /** Raises the generation; undefined: it is no longer the one that the caller knows. */
    setPassword(change: Pick<AccountRow, 'id' | 'generation' | 'password'>): Promise<AccountRow | undefined>
    /** By key; `more`: further ones follow. */
    list(search: AccountSearch): Promise<{ accounts: ShownAccount[]; more: boolean }>
    setAdmin(id: string, admin: boolean): Promise<AccountChange>
    remove(id: string): Promise<AccountChange>
  }
  readonly invitations: {
    /** Refuses with `session.quota` where too many are kept. */
    add(invitation: NewInvitation): Promise<InvitationRow>
    /** Into a room, or (undefined) to the server; newest first, also those that have ended lately. */
    list(room: string | undefined): Promise<InvitationRow[]>
    /** Whether there is such a one. */
    revoke(invitation: { readonly id: string; readonly room?: string | undefined }): Promise<boolean>
    /** The invitation of this (hashed) secret, if somebody can still come by it. */
    find(secret: string): Promise<InvitationRow | undefined>
    /** Whether the invitation of this id still gives its role: neither revoked nor expired, nor gone with its room. */
    holds(id: string): Promise<boolean>
    /** Lets one person come by it: the first time takes a use, later times none. */
    redeem(coming: { readonly secret: string; readonly person: string }): Promise<InvitationRow | undefined>
  }
  /** Finishes what was begun; later calls are refused with `store.unavailable`. */
  close(): Promise<void>
}

/** Opens and migrates. Throws an error that names the database, without its password, when that cannot be done. */
export async function openStore(options: StoreOptions): Promise<Store> {
  if (options.url.startsWith('sqlite:')) {
    const { openSqlite } = await import('./sqlite.ts')
    return openSqlite(options)
  }
  if (/^postgres(ql)?:\/\//.test(options.url)) {
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(options)
  }
  throw new Error('a database URL begins with sqlite:, postgres:// or postgresql://')
}
