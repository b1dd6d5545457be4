// Kysely over `node:sqlite`: one connection, statements prepared once.

import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { isSqliteBusy } from './sqlite-errors.ts'
import { toInput } from './sqlite-inline.ts'

/** Queries of this server are finitely many; the bound only guards against one that is built anew each time. */
const maxStatements = 256
/** How long a transaction waits for another writer, without holding up the process. */
const beginTimeoutMs = 10_000

/** The database is closed with the Kysely that it is given to. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  return {
    createDriver: () => createDriver(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

function createDriver(database: DatabaseSync): Driver {
  // Kysely hands out the only connection to one caller at a time, because SqliteAdapter says so.
  const connection = createConnection(database)
  return {
    async init() {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: (to) => begin(to),
    async commitTransaction(to) {
      await to.executeQuery(CompiledQuery.raw('commit'))
    },
    async rollbackTransaction() {
      // SQLite has rolled back by itself after some errors, such as a full disk.
      if (database.isTransaction) database.exec('rollback')
    },
    destroy: async () => database.close(),
  }
}

/** Takes the write lock at once: a transaction that only wants it later fails when another has written in between. */
async function begin(connection: DatabaseConnection): Promise<void> {
  const giveUpAt = performance.now() + beginTimeoutMs
  for (;;) {
    try {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'))
      return
    } catch (error) {
      if (!isSqliteBusy(error) || performance.now() > giveUpAt) throw error
      await pause(20)
    }
  }
}

interface Prepared {
  readonly statement: StatementSync
  readonly returnsRows: boolean
}

function createConnection(database: DatabaseSync): DatabaseConnection {
  const prepared = new Map<string, Prepared>()

  function prepare(sql: string): Prepared {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    const made = { statement, returnsRows: statement.columns().length > 0 }
    const oldest = prepared.keys().next()
    if (prepared.size >= maxStatements && !oldest.done) prepared.delete(oldest.value)
    prepared.set(sql, made)
    return made
  }

  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { statement, returnsRows } = prepare(sql)
      const inputs = parameters.map(toInput)
      // The query's own type says what its rows are; SQLite cannot.
      if (returnsRows) return { rows: statement.all(...inputs) as R[] }
      const { changes, lastInsertRowid } = statement.run(...inputs)
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    },
    streamQuery() {
      throw new Error('streaming would hold the only connection; read in pages')
    },
  }
}
