// The store in PostgreSQL.

import { Kysely, PostgresDialect, sql } from 'kysely'
import { createAccount, findAccount, setPassword } from './accounts.ts'
import { listAccounts, oneByOne, removeAccount, setAdmin } from './accounts-run.ts'
import { addBan, isBanned, liftBan, listBans } from './bans.ts'
import { listAllBans } from './bans-everywhere.ts'
import { createBreaker } from './breaker.ts'
import { findFile, forgetFiles, markUploaded, promiseFile, takeExpired } from './files.ts'
import { createGroupCommit } from './group-commit.ts'
import {
  addInvitation,
  findInvitation,
  holdsInvitation,
  listInvitations,
  redeemInvitation,
  revokeInvitation,
} from './invitations.ts'
import { hasWritten, type MessageRow, readPage } from './messages.ts'
import { appendWithFiles, deleteMessage, editMessage } from './messages-change.ts'
import { appendGroup, readRepeated, type TimedMessage } from './messages-postgres.ts'
import { openSearch } from './messages-search.ts'
import { type MigrationDialect, migrate } from './migrate.ts'
import { createPool, judgePostgresError, type Pool } from './postgres-pool.ts'
import { markRead, readState } from './reads.ts'
import { listRoles, roleOf, setRole } from './roles.ts'
import { createRoom, deleteRoom, getRoom, listRooms, openRoom, reopenRoom, updateRoom } from './rooms.ts'
import type { Schema } from './schema.ts'
import { getSecret } from './secrets.ts'
import type { Store, StoreOptions } from './store.ts'

const defaults = { poolSize: 20, connectTimeoutMs: 2000, statementTimeoutMs: 5000, retryEveryMs: 250 }
const maxGroup = 500
const maxWaiting = 10_000
/** A migration may rewrite a table. */
const migrationTimeoutMs = 600_000

export async function openPostgres(options: StoreOptions): Promise<Store> {
  const settings = { ...defaults, ...options }
  try {
    await migrateOnce(settings)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`the database ${withoutPassword(settings.url)} cannot be opened: ${reason}`, { cause: error })
  }
  return createStore(settings)
}

type Settings = StoreOptions & typeof defaults

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return '(unreadable URL)'
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}

const migrationDialect: MigrationDialect = {
  kind: 'postgres',
  async lock(transaction) {
    // The number is Parley's own: the first bytes of its name.
    await sql`select pg_advisory_xact_lock(${0x7061726c})`.execute(transaction)
  },
  async run(transaction, text) {
    // Without parameters pg sends a simple query, which may hold several statements.
    await sql.raw(text).execute(transaction)
  },
}

/** On a connection of its own, whose statements may take long. */
async function migrateOnce({ url, log, now, connectTimeoutMs }: Settings): Promise<void> {
  const pool = createPool({ url, size: 1, connectTimeoutMs, statementTimeoutMs: migrationTimeoutMs, log })
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrate(db, migrationDialect, { log, now })
  } finally {
    await db.destroy()
  }
}

function createStore(settings: Settings): Store {
  const { url, log, now, poolSize, connectTimeoutMs, statementTimeoutMs, retryEveryMs } = settings
  const pool: Pool = createPool({ url, size: poolSize, connectTimeoutMs, statementTimeoutMs, log })
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const ask = () => sql`select 1`.execute(db)
  const breaker = createBreaker({ judge: judgePostgresError, probe: ask, cut: pool.cut, retryEveryMs, log })
  const appends = createGroupCommit<TimedMessage, MessageRow | undefined>({
    commit: (group) => breaker.run(() => appendGroup(db, group)),
    maxGroup,
    maxWaiting,
  })
  const search = openSearch({ db, placeOf: 'strpos', run: breaker.run })
  let closing: Promise<void> | undefined

  async function close(): Promise<void> {
    await appends.close()
    breaker.close()
    await db.destroy()
  }

  const store: Store = {
    kind: 'postgres',
    get available() {
      return breaker.available
    },
    async ping() {
      await breaker.run(ask)
    },
    rooms: {
      open: (name, person, perPerson) => breaker.run(() => openRoom(db, name, { person, perPerson }, now())),
      reopen: (name) => breaker.run(() => reopenRoom(db, name)),
      create: (room) => breaker.run(() => createRoom(db, room, now())),
      get: (name) => breaker.run(() => getRoom(db, name)),
      list: (search) => breaker.run(() => listRooms(db, search)),
      update: (fence, change) => breaker.run(() => updateRoom(db, fence, change)),
      delete: (fence) => breaker.run(() => deleteRoom(db, fence)),
    },
    roles: {
      list: (room) => breaker.run(() => listRoles(db, room)),
      of: (room, person) => breaker.run(() => roleOf(db, room, person)),
      set: (fence, role) => breaker.run(() => setRole(db, fence, role)),
    },
    bans: {
      list: (room) => breaker.run(() => listBans(db, room, now())),
      listAll: (search) => breaker.run(() => listAllBans(db, search, now())),
      has: (whom) => breaker.run(() => isBanned(db, whom, now())),
      add: (fence, ban) => breaker.run(() => addBan(db, fence, ban)),
      lift: (fence, id) => breaker.run(() => liftBan(db, fence, id)),
    },
    messages: {
      async append(message) {
        const { files = [] } = message
        if (files.length > 0) return await breaker.run(() => appendWithFiles(db, message, files, now()))
        const stored = await appends.add({ ...message, sentAt: now() })
        if (stored !== undefined) return { ...stored, repeated: false }
        return { ...(await breaker.run(() => readRepeated(db, message))), repeated: true }
      },
      page: (room, page) => breaker.run(() => readPage(db, room, page)),
      edit: (edit) => breaker.run(() => editMessage(db, edit, now())),
      delete: (deletion) => breaker.run(() => deleteMessage(db, deletion, now())),
      search,
      hasWritten: (room, person) => breaker.run(() => hasWritten(db, room, person)),
    },
    reads: {
      get: (reader) => breaker.run(() => readState(db, reader)),
      mark: (read) => breaker.run(() => markRead(db, read)),
    },
    files: {
      promise: (file, limits) => breaker.run(() => promiseFile(db, file, limits, now())),
      find: (id) => breaker.run(() => findFile(db, id)),
      uploaded: (id, expiresAt) => breaker.run(() => markUploaded(db, id, expiresAt)),
      takeExpired: (limit) => breaker.run(() => takeExpired(db, now(), limit)),
      forget: (ids) => breaker.run(() => forgetFiles(db, ids)),
    },
    secrets: { get: (name, make) => breaker.run(() => getSecret(db, name, make, now())) },
    accounts: {
      find: (by) => breaker.run(() => findAccount(db, by)),
      create: (account, secret) => breaker.run(() => createAccount(db, account, secret, now())),
      setPassword: (change) => breaker.run(() => setPassword(db, change)),
      list: (search) => breaker.run(() => listAccounts(db, search)),
      setAdmin: (id, admin) => breaker.run(() => oneByOne(db, (one) => setAdmin(one, id, admin))),
      remove: (id) => breaker.run(() => oneByOne(db, (one) => removeAccount(one, id))),
    },
    invitations: {
      add: (invitation) => breaker.run(() => addInvitation(db, invitation, now())),
      list: (room) => breaker.run(() => listInvitations(db, room)),
      revoke: (invitation) => breaker.run(() => revokeInvitation(db, invitation, now())),
      find: (secret) => breaker.run(() => findInvitation(db, secret, now())),
      holds: (id) => breaker.run(() => holdsInvitation(db, id, now())),
      redeem: (coming) => breaker.run(() => redeemInvitation(db, coming, now())),
    },
    close: () => {
      closing ??= close()
      return closing
    },
    [Symbol.asyncDispose]: () => store.close(),
  }
  return store
}
