// Where a conformance test runs: a server over each store, spoken to in each encoding; or any server, named by
// PARLEY_URL (such as ws://localhost:8080/ws; it must let guests in), for the topics that need no settings of their own.

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe } from 'node:test'
import { type Encoding, subprotocols } from '@parley/protocol'
import pg from 'pg'
import { openParley, type Parley, type ParleyOptions, type Settings } from '../parley-process.ts'
import { WireClient, type WireOptions } from '../wire-client.ts'
import { note } from '../wire-seen.ts'

export interface Place {
  readonly encoding: Encoding
  readonly wsUrl: string
  socket(options?: WireOptions): Promise<WireClient>
  /** A socket that has said hello as a new guest. */
  guest(name?: string): Promise<WireClient>
}

/** A store of one kind; each database is empty and goes with the server that is opened on it. */
export interface Store {
  readonly kind: 'SQLite' | 'PostgreSQL'
  open(options?: Omit<ParleyOptions, 'storeUrl'>): Promise<Parley>
}

const testUrl = process.env['PARLEY_URL']
const postgresUrl = process.env['PARLEY_TEST_POSTGRES']
const sqlite: Store = { kind: 'SQLite', open: openParley }
const encodings = Object.keys(subprotocols) as Encoding[]

/** The same sentences for one server per store, in both encodings. */
export function conformance(topic: string, sentences: (place: Place) => void): void {
  if (testUrl !== undefined) {
    describe(`${topic}, at ${testUrl}`, () => inEachEncoding(() => testUrl, sentences))
    return
  }
  withServer(topic, {}, (server) => inEachEncoding(() => server().wsUrl, sentences))
}

/** As `conformance`, for sentences that look behind the wire or need settings of their own. */
export function withServer(topic: string, settings: Settings, sentences: (server: () => Parley) => void): void {
  eachStore(topic, (store) => serve(store, settings, sentences))
}

/** As `withServer`, where the store plays no part: with SQLite alone. */
export function withAnyServer(topic: string, settings: Settings, sentences: (server: () => Parley) => void): void {
  if (testUrl === undefined) describe(topic, () => serve(sqlite, settings, sentences))
  else note('apart', topic)
}

function serve(store: Store, settings: Settings, sentences: (server: () => Parley) => void): void {
  let parley: Parley | undefined
  before(async () => {
    parley = await store.open({ settings })
  })
  after(() => parley?.[Symbol.asyncDispose]())
  sentences(() => {
    if (parley === undefined) throw new Error('the server was not opened')
    return parley
  })
}

/** For sentences that open servers themselves. */
export function eachStore(topic: string, sentences: (store: Store) => void): void {
  if (testUrl !== undefined) {
    note('apart', topic)
    return
  }
  describe(`${topic}, over SQLite`, () => sentences(sqlite))
  if (postgresUrl === undefined) return
  describe(`${topic}, over PostgreSQL`, () =>
    sentences({ kind: 'PostgreSQL', open: (options) => openOverPostgres(postgresUrl, options) }))
}

export function inEachEncoding(wsUrl: () => string, sentences: (place: Place) => void): void {
  for (const encoding of encodings) {
    describe(encoding, () => sentences(placeAt(wsUrl, encoding)))
  }
}

export function placeAt(wsUrl: () => string, encoding: Encoding = 'json'): Place {
  const socket = (options: WireOptions = {}) => WireClient.open(wsUrl(), { encoding, ...options })
  return {
    encoding,
    get wsUrl() {
      return wsUrl()
    },
    socket,
    async guest(name) {
      const client = await socket()
      await client.hello(name === undefined ? {} : { name })
      return client
    },
  }
}

/** A room that no other test knows. */
export function freshRoom(): string {
  return `room ${randomUUID()}`
}

/** Waits for what no message tells: asks again and again, up to ten seconds. */
export async function eventually(what: string, ask: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Everything that was opened here ends with the returned stack. */
export async function guests(place: Place, count: number): Promise<{ all: WireClient[] } & AsyncDisposable> {
  const opened = new AsyncDisposableStack()
  const all = await Promise.all(Array.from({ length: count }, (_, index) => place.guest(`Guest ${index}`)))
  for (const client of all) opened.use(client)
  return { all, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

async function openOverPostgres(server: string, options: ParleyOptions = {}): Promise<Parley> {
  const name = `parley_test_${randomUUID().replaceAll('-', '')}`
  const url = new URL(server)
  url.pathname = name
  await query(server, `create database ${name}`)
  const folder = await mkdtemp(join(tmpdir(), 'parley-files-'))
  const remove = async () => {
    await query(server, `drop database ${name} with (force)`)
    await rm(folder, { recursive: true, force: true })
  }
  const settings = { 'files.folder': folder, ...options.settings }
  return await openParley({ ...options, settings, storeUrl: url.href, remove })
}

async function query(server: string, sql: string): Promise<void> {
  const client = new pg.Client(server)
  await client.connect()
  await client.query(sql)
  await client.end()
}
