// Brings the tables up to date: plain SQL files, applied in order in one transaction, each recorded with its checksum.

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Log } from '../log/log.ts'
import type { Schema } from './schema.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
  /** SHA-256, hexadecimal. */
  readonly checksum: string
}

/** What differs by database. */
export interface MigrationDialect {
  readonly kind: 'sqlite' | 'postgres'
  /** Returns once no other process migrates, until the transaction ends. */
  lock(transaction: Transaction<Schema>): Promise<void>
  /** Runs a text of several statements. */
  run(transaction: Transaction<Schema>, sql: string): Promise<void>
}

const folder = new URL('./migrations/', import.meta.url)

/** `0001-name.sql` is for both databases; `0001-name.sqlite.sql` and `0001-name.postgres.sql` where they must differ. */
export async function readMigrations(kind: 'sqlite' | 'postgres'): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  const migrations: Migration[] = []
  for (const file of files) {
    const [, name, only] = /^(\d{4}-[a-z0-9-]+)(?:\.(sqlite|postgres))?\.sql$/.exec(file) ?? []
    if (name === undefined) throw new Error(`${file} is not named like 0001-rooms.sql`)
    if (only !== undefined && only !== kind) continue
    const sql = (await readFile(new URL(file, folder), 'utf8')).replaceAll('\r\n', '\n')
    const number = Number(name.slice(0, 4))
    if (number <= (migrations.at(-1)?.number ?? 0)) throw new Error(`migration ${name} is out of order for ${kind}`)
    migrations.push({ number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') })
  }
  return migrations
}

export async function migrate(
  db: Kysely<Schema>,
  dialect: MigrationDialect,
  options: { readonly log: Log; readonly now: () => number },
): Promise<void> {
  const migrations = await readMigrations(dialect.kind)
  const applied = await db.transaction().execute(async (transaction) => {
    await dialect.lock(transaction)
    const pending = await findPending(transaction, migrations)
    for (const { number, name, sql, checksum } of pending) {
      await dialect.run(transaction, sql)
      const row = { number, name, checksum, applied_at: options.now() }
      await transaction.insertInto('parley_migrations').values(row).execute()
    }
    return pending
  })
  if (applied.length > 0) options.log.info('migrated the database', { migrations: applied.map(({ name }) => name) })
}

/** Throws where the tables are of another version than this program: they are not this program's to change. */
export async function assertMigrated(db: Kysely<Schema>, kind: MigrationDialect['kind']): Promise<void> {
  const migrations = await readMigrations(kind)
  const pending = await db.transaction().execute((transaction) => findPending(transaction, migrations))
  if (pending.length > 0)
    throw new Error('the server that is using it is an older Parley; stop it, or use its own command')
}

async function findPending(transaction: Transaction<Schema>, migrations: Migration[]): Promise<Migration[]> {
  await transaction.schema
    .createTable('parley_migrations')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('checksum', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute()
  const recorded = await transaction.selectFrom('parley_migrations').selectAll().orderBy('number').execute()
  for (const { number, name, checksum } of recorded) {
    const known = migrations.find((migration) => migration.number === number)
    if (known === undefined) throw new Error(`it was migrated by a newer Parley (${name}); run that one, or newer`)
    if (known.name !== name || known.checksum !== checksum) {
      throw new Error(
        `migration ${known.name} has changed since it was applied; applied ones never change, add another`,
      )
    }
  }
  // By number: one that was written beside another, and came later, is applied later.
  return migrations.filter(({ number }) => !recorded.some((one) => one.number === number))
}
