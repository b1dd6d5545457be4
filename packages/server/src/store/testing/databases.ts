// The databases that the store's tests run on: SQLite always, PostgreSQL where a test is given a server.

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe } from 'node:test'
import pg from 'pg'
import { quiet } from '../../log/log.ts'
import { openStore, type Store } from '../store.ts'

/** An empty database for one run of the suite. */
export interface Place {
  readonly url: string
  /** Changes the database behind the store's back. */
  query(sql: string): Promise<void>
  remove(): Promise<void>
}

async function makeSqlitePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-store-'))
  const path = join(folder, 'parley.db')
  return {
    url: `sqlite:${path}`,
    async query(sql) {
      const database = new DatabaseSync(path)
      database.exec(sql)
      database.close()
    },
    remove: () => rm(folder, { recursive: true }),
  }
}

async function makePostgresPlace(server: string): Promise<Place> {
  const name = `parley_test_${randomUUID().replaceAll('-', '')}`
  const url = new URL(server)
  url.pathname = name
  await queryPostgres(server, `create database ${name}`)
  return {
    url: url.href,
    query: (sql) => queryPostgres(url.href, sql),
    remove: () => queryPostgres(server, `drop database ${name} with (force)`),
  }
}

async function queryPostgres(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(sql)
  await client.end()
}

export function openAt(url: string): Promise<Store> {
  return openStore({ url, log: quiet, now: Date.now })
}

/** The same sentences about both databases; each makes its places by itself. */
export function eachDatabase(
  topic: string,
  postgresServer: string | undefined,
  sentences: (makePlace: () => Promise<Place>) => void,
): void {
  describe(`${topic} in SQLite`, () => sentences(makeSqlitePlace))
  if (postgresServer !== undefined)
    describe(`${topic} in PostgreSQL`, () => sentences(() => makePostgresPlace(postgresServer)))
}

/** As `eachDatabase`, with one store for all sentences. */
export function eachStore(
  topic: string,
  postgresServer: string | undefined,
  sentences: (store: () => Store) => void,
): void {
  eachDatabase(topic, postgresServer, (makePlace) => {
    const opened = new AsyncDisposableStack()
    let store: Store | undefined
    before(async () => {
      const place = opened.adopt(await makePlace(), ({ remove }) => remove())
      store = opened.use(await openAt(place.url))
    })
    after(() => opened.disposeAsync())
    sentences(() => {
      if (store === undefined) throw new Error('the store was not opened')
      return store
    })
  })
}
