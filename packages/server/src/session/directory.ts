// Who is on this server: every session that has said hello, newest first, for those who run it.

import type { SessionInfo } from '@parley/protocol'
import type { Session } from './session.ts'
import { shortAddress } from './short-address.ts'

export interface DirectorySearch {
  /** In the name, the ids, the client, and the network. */
  readonly search?: string | undefined
  readonly room?: string | undefined
  /** The `next` of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

export interface Beginning {
  /** What the client calls itself. */
  readonly client: string
  /** ms since 1970. */
  readonly sinceMs: number
}

interface Entry extends Beginning {
  readonly number: number
}

/** So many names of clients are held once each; who calls itself something else costs its own. */
const mostClients = 1000

export class Directory {
  /** In the order of their beginning. */
  readonly #entries = new Map<Session, Entry>()
  readonly #clients = new Map<string, string>()
  #count = 0

  begun(session: Session, { client, sinceMs }: Beginning): void {
    this.#count += 1
    this.#entries.set(session, { number: this.#count, sinceMs, client: this.#held(client) })
  }

  ended(session: Session): void {
    this.#entries.delete(session)
  }

  find(id: string): Session | undefined {
    return this.#entries.keys().find((session) => session.id === id)
  }

  list({ search = '', room, after, limit }: DirectorySearch): {
    sessions: SessionInfo[]
    next?: string
    total: number
  } {
    const words = search.toLowerCase()
    const below = after === undefined ? Number.POSITIVE_INFINITY : Number(after)
    const found = [...this.#entries].filter(
      ([session, { client }]) => (room === undefined || session.isIn(room)) && mentions(session, client, words),
    )
    // One more than asked for tells whether there are more.
    const page = found
      .reverse()
      .filter(([, { number }]) => number < below)
      .slice(0, limit + 1)
    const sessions = page.slice(0, limit)
    const next = page.length > limit ? sessions.at(-1)?.[1].number : undefined
    const shown = sessions.map(([session, entry]) => describe(session, entry))
    return { sessions: shown, total: found.length, ...(next === undefined ? {} : { next: String(next) }) }
  }

  #held(client: string): string {
    const held = this.#clients.get(client)
    if (held !== undefined) return held
    if (this.#clients.size < mostClients) this.#clients.set(client, client)
    return client
  }
}

function mentions(session: Session, client: string, words: string): boolean {
  if (words === '') return true
  const { person } = session.identity
  return [person.name, person.id, session.id, client, shortAddress(session.address)].some((text) =>
    text.toLowerCase().includes(words),
  )
}

function describe(session: Session, { sinceMs, client }: Entry): SessionInfo {
  const { person, grants } = session.identity
  return {
    id: session.id,
    person: person.id,
    name: person.name,
    guest: person.guest,
    admin: grants.admin,
    client,
    network: shortAddress(session.address),
    since: new Date(sinceMs).toISOString(),
    connected: session.socket !== undefined,
    rooms: session.roomNames,
  }
}
