// Bounded connections to PostgreSQL that never hang: a server that does not answer in time makes an error of its own kind.

import { Socket } from 'node:net'
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import pg from 'pg'
import type { Log } from '../log/log.ts'
import type { Failure } from './breaker.ts'

export interface PoolOptions {
  readonly url: string
  readonly size: number
  readonly connectTimeoutMs: number
  readonly statementTimeoutMs: number
  readonly log: Log
}

export interface Pool extends PostgresPool {
  /** Ends every connection at once, also those in use: their statements fail. New ones are opened when needed. */
  cut(): void
}

/** PostgreSQL did not answer, or the connection to it broke. */
class NoAnswer extends Error {}
/** All connections were in use for too long. */
class NoneFree extends Error {}

/** The server ends a statement by itself first; only when it does not, this much later, the connection is given up. */
const answerGraceMs = 250
const closeTimeoutMs = 1000

export function createPool({ url, size, connectTimeoutMs, statementTimeoutMs, log }: PoolOptions): Pool {
  const sockets = new Set<Socket>()
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'parley',
    max: size,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + answerGraceMs,
    keepAlive: true,
    types: { getTypeParser },
    stream: () => {
      const socket = new Socket()
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      return socket
    },
  })
  // Both kinds are told to whoever uses the connection next, or now; unheard they would end the process.
  pool.on('error', (error) => log.debug('an idle database connection broke', { error }))
  pool.on('connect', (client) => {
    client.on('error', (error) => log.debug('a database connection broke', { error }))
  })

  function cut(): void {
    for (const socket of sockets) socket.destroy()
  }

  return {
    options: pool.options,
    cut,
    async connect() {
      try {
        return wrap(await pool.connect())
      } catch (error) {
        // A connection that could not be opened no longer counts by now, so this one only waited for its turn.
        const allInUse = pool.totalCount >= size && pool.idleCount === 0
        if (allInUse) throw new NoneFree('all database connections are in use', { cause: error })
        throw markNoAnswer(error)
      }
    },
    async end() {
      // A server that hangs does not say goodbye.
      const timer = setTimeout(cut, closeTimeoutMs)
      await pool.end()
      clearTimeout(timer)
    },
  }
}

function wrap(client: pg.PoolClient): PostgresPoolClient {
  let broken = false

  function query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  function query(text: unknown, parameters: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('cursors are not used')
    return run(text, parameters)
  }
  async function run(text: string, parameters: readonly unknown[]) {
    try {
      return await client.query(text, [...parameters])
    } catch (error) {
      const marked = markNoAnswer(error)
      broken ||= marked instanceof NoAnswer
      throw marked
    }
  }

  return { query, release: (destroy) => client.release(broken || destroy) }
}

/** Everything that pg throws and the server did not say is about the connection, but for errors of the language. */
function markNoAnswer(error: unknown): unknown {
  if (error instanceof pg.DatabaseError || error instanceof TypeError || error instanceof RangeError) return error
  return new NoAnswer('PostgreSQL does not answer', { cause: error })
}

/** 64-bit integers are ids and times, far below 2^53. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)
}

/** By SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html). */
export function judgePostgresError(error: unknown): Failure {
  if (error instanceof NoAnswer) return 'away'
  if (error instanceof NoneFree) return 'busy'
  if (!(error instanceof pg.DatabaseError)) return 'fault'
  const state = error.code ?? ''
  // Connection, authorization, no such database, read-only (no longer the primary), shutting down or starting up.
  if (/^(08|28|3D|57P)/.test(state) || state === '25006') return 'away'
  // Deadlock or serialization, out of disk, memory or connections, lock not free, statement time-out, I/O error.
  if (/^(40|53|55P03|57014|58)/.test(state)) return 'busy'
  return 'fault'
}
