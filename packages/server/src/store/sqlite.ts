// The store in an embedded SQLite file.

import type { DatabaseSync } from 'node:sqlite'
import { Refusal } from '@parley/protocol'
import { Kysely } from 'kysely'
import type { Log } from '../log/log.ts'
import { createAccount, findAccount, setPassword } from './accounts.ts'
import { listAccounts, removeAccount, setAdmin } from './accounts-run.ts'
import { addBan, isBanned, liftBan, listBans } from './bans.ts'
import { listAllBans } from './bans-everywhere.ts'
import { findFile, forgetFiles, markUploaded, promiseFile, takeExpired } from './files.ts'
import {
  addInvitation,
  findInvitation,
  holdsInvitation,
  listInvitations,
  redeemInvitation,
  revokeInvitation,
} from './invitations.ts'
import { hasWritten, readPage } from './messages.ts'
import { appendWithFiles, deleteMessage, editMessage } from './messages-change.ts'
import { openSearch } from './messages-search.ts'
import { prepareAppend } from './messages-sqlite.ts'
import { assertMigrated, migrate } from './migrate.ts'
import { markRead, readState } from './reads.ts'
import { listRoles, roleOf, setRole } from './roles.ts'
import { createRoom, deleteRoom, getRoom, listRooms, openRoom, reopenRoom, updateRoom } from './rooms.ts'
import type { Schema } from './schema.ts'
import { getSecret } from './secrets.ts'
import { nodeSqliteDialect } from './sqlite-dialect.ts'
import { isSqliteUnavailable } from './sqlite-errors.ts'
import { openSqliteFile } from './sqlite-file.ts'
import type { Store, StoreOptions } from './store.ts'

export async function openSqlite({ url, log, now, besideServer = false }: StoreOptions): Promise<Store> {
  const { path, synchronous } = parseUrl(url)
  try {
    const { database, owned, release } = openSqliteFile({ path, synchronous, besideServer, log, now })
    try {
      const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) })
      if (owned) await migrate(db, migrationDialect(database), { log, now })
      else await assertMigrated(db, 'sqlite')
      return createStore({ database, db, log, now, release, owned })
    } catch (error) {
      database.close()
      release()
      throw error
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`the database ${path} cannot be opened: ${reason}`, { cause: error })
  }
}

function parseUrl(url: string): { path: string; synchronous: 'normal' | 'full' } {
  const [, path = '', query = ''] = /^sqlite:(?:\/\/(?=\/))?([^?]*)(?:\?(.*))?$/s.exec(url) ?? []
  if (path === '') throw new Error('a SQLite URL names a file: sqlite:/path/parley.db')
  const synchronous = new URLSearchParams(query).get('synchronous') ?? 'normal'
  if (synchronous !== 'normal' && synchronous !== 'full') {
    throw new Error('?synchronous= of a SQLite URL is normal or full')
  }
  return { path, synchronous }
}

function migrationDialect(database: DatabaseSync) {
  return {
    kind: 'sqlite',
    // The transaction began with the write lock.
    lock: async () => {},
    run: async (_transaction: unknown, sql: string) => database.exec(sql),
  } as const
}

interface Parts {
  readonly database: DatabaseSync
  readonly db: Kysely<Schema>
  readonly log: Log
  readonly now: () => number
  readonly owned: boolean
  /** Gives the file back. */
  readonly release: () => void
}

function createStore({ database, db, log, now, release, owned }: Parts): Store {
  const append = prepareAppend(database, db)
  const guard = createGuard(log)
  const search = openSearch({ db, placeOf: 'instr', run: guard.read })
  let closing: Promise<void> | undefined

  async function close(): Promise<void> {
    guard.close()
    // Waits for its turn on the only connection, so that nothing is cut off.
    if (owned) await db.connection().execute(async () => checkpoint(database, log))
    await db.destroy()
    release()
  }

  const store: Store = {
    kind: 'sqlite',
    get available() {
      return guard.available
    },
    // After a failure only a write shows that the disk has room again; reading would say so too early.
    ping: () => guard.write(() => (guard.available ? database.exec('select 1') : tryToWrite(database))),
    rooms: {
      open: (name, person, perPerson) => guard.write(() => openRoom(db, name, { person, perPerson }, now())),
      reopen: (name) => guard.write(() => reopenRoom(db, name)),
      create: (room) => guard.write(() => createRoom(db, room, now())),
      get: (name) => guard.read(() => getRoom(db, name)),
      list: (search) => guard.read(() => listRooms(db, search)),
      update: (fence, change) => guard.write(() => updateRoom(db, fence, change)),
      delete: (fence) => guard.write(() => deleteRoom(db, fence)),
    },
    roles: {
      list: (room) => guard.read(() => listRoles(db, room)),
      of: (room, person) => guard.read(() => roleOf(db, room, person)),
      set: (fence, role) => guard.write(() => setRole(db, fence, role)),
    },
    bans: {
      list: (room) => guard.read(() => listBans(db, room, now())),
      listAll: (search) => guard.read(() => listAllBans(db, search, now())),
      has: (whom) => guard.read(() => isBanned(db, whom, now())),
      add: (fence, ban) => guard.write(() => addBan(db, fence, ban)),
      lift: (fence, id) => guard.write(() => liftBan(db, fence, id)),
    },
    messages: {
      append: (message) => {
        const { files = [] } = message
        return guard.write(() =>
          files.length > 0 ? appendWithFiles(db, message, files, now()) : append(message, now()),
        )
      },
      page: (room, page) => guard.read(() => readPage(db, room, page)),
      edit: (edit) => guard.write(() => editMessage(db, edit, now())),
      delete: (deletion) => guard.write(() => deleteMessage(db, deletion, now())),
      search,
      hasWritten: (room, person) => guard.read(() => hasWritten(db, room, person)),
    },
    reads: {
      get: (reader) => guard.read(() => readState(db, reader)),
      mark: (read) => guard.write(() => markRead(db, read)),
    },
    files: {
      promise: (file, limits) => guard.write(() => promiseFile(db, file, limits, now())),
      find: (id) => guard.read(() => findFile(db, id)),
      uploaded: (id, expiresAt) => guard.write(() => markUploaded(db, id, expiresAt)),
      takeExpired: (limit) => guard.write(() => takeExpired(db, now(), limit)),
      forget: (ids) => guard.write(() => forgetFiles(db, ids)),
    },
    secrets: { get: (name, make) => guard.read(() => getSecret(db, name, make, now())) },
    accounts: {
      find: (by) => guard.read(() => findAccount(db, by)),
      create: (account, secret) => guard.write(() => createAccount(db, account, secret, now())),
      setPassword: (change) => guard.write(() => setPassword(db, change)),
      list: (search) => guard.read(() => listAccounts(db, search)),
      setAdmin: (id, admin) => guard.write(() => setAdmin(db, id, admin)),
      remove: (id) => guard.write(() => removeAccount(db, id)),
    },
    invitations: {
      add: (invitation) => guard.write(() => addInvitation(db, invitation, now())),
      list: (room) => guard.read(() => listInvitations(db, room)),
      revoke: (invitation) => guard.write(() => revokeInvitation(db, invitation, now())),
      find: (secret) => guard.read(() => findInvitation(db, secret, now())),
      holds: (id) => guard.read(() => holdsInvitation(db, id, now())),
      redeem: (coming) => guard.write(() => redeemInvitation(db, coming, now())),
    },
    close: () => {
      closing ??= close()
      return closing
    },
    [Symbol.asyncDispose]: () => store.close(),
  }
  return store
}

/** Writes as much as some messages would: on a disk that is nearly full a single page may still find room. */
function tryToWrite(database: DatabaseSync): void {
  database.exec('create table if not exists probe (filling blob)')
  database.exec('insert into probe values (zeroblob(65536))')
  database.exec('delete from probe')
}

/** Moves the write-ahead log into the file, so that a copy of the one file is the whole database. */
function checkpoint(database: DatabaseSync, log: Log): void {
  try {
    database.exec('pragma wal_checkpoint(truncate)')
  } catch (error) {
    // Nothing is lost: the log stays beside the file and is read at the next opening.
    log.warn('the write-ahead log could not be moved into the database file', { error })
  }
}

/** Makes a database that cannot do its work an expected no. Only a write shows that a full disk has room again. */
function createGuard(log: Log) {
  let available = true
  let closed = false

  function refuse(error: unknown): Refusal {
    if (available) log.error('the database cannot be used', { error })
    available = false
    return new Refusal('store.unavailable', undefined, { cause: error })
  }

  async function read<T>(work: () => T | Promise<T>): Promise<T> {
    if (closed) throw new Refusal('store.unavailable', 'the server is stopping')
    try {
      return await work()
    } catch (error) {
      throw isSqliteUnavailable(error) ? refuse(error) : error
    }
  }

  return {
    get available() {
      return available && !closed
    },
    read,
    async write<T>(work: () => T | Promise<T>): Promise<T> {
      const result = await read(work)
      if (!available) log.info('the database can be used again')
      available = true
      return result
    },
    close: () => {
      closed = true
    },
  }
}
