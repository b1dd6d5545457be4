// All sessions that can be carried on: found by their resume token, kept for a while when their socket is lost, ended after.

import { Refusal } from '@parley/protocol'
import { countedAddress } from '../limits/address.ts'
import { Tally } from '../limits/tally.ts'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { type Beginning, Directory } from './directory.ts'
import { signResumeToken, verifyResumeToken } from './resume-token.ts'
import type { Session } from './session.ts'

export interface SessionsOptions {
  /** How long a session is kept without a socket; 0: not at all. */
  readonly graceMs: number
  /** Sessions of one person, with and without a socket. */
  readonly perPerson: number
  /** Sessions without a socket of one person, and from one address: what is more ends at once, the oldest first. */
  readonly detachedPerPerson: number
  readonly detachedPerAddress: number
  /** Signs resume tokens. */
  readonly secret: string
  readonly metrics: Metrics
  readonly log: Log
}

interface Detached {
  readonly timer: NodeJS.Timeout
  readonly person: string
  readonly address: string
}

export class Sessions {
  readonly #options: SessionsOptions
  /** Those that can be carried on, by id. */
  readonly #resumable = new Map<string, Session>()
  readonly #detached = new Map<Session, Detached>()
  readonly #held = new Tally()
  /** All that have said hello. */
  readonly directory = new Directory()
  /** By the id of their account, which may end their tokens. */
  readonly #ofAccount = new Map<string, Set<Session>>()
  /** Sessions without a socket, in the order of their losses. */
  readonly #ofPerson = new Map<string, Set<Session>>()
  readonly #ofAddress = new Map<string, Set<Session>>()
  /** The same for all sessions. */
  readonly #whenEnded = (session: Session) => this.#ended(session)
  #closed = false

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  get graceMs(): number {
    return this.#options.graceMs
  }

  /** To be asked before a session takes on an identity. Refusal: session.quota. */
  take(person: string): void {
    if (this.#held.take(person, this.#options.perPerson)) return
    this.#options.metrics.quotaRefusals.inc({ quota: 'sessions' })
    throw new Refusal('session.quota', 'sessions')
  }

  /** Somebody has said hello. Its client gets a resume token where it knows what to do with one. */
  begin(session: Session, beginning: Beginning): { resumeToken?: string; graceMs: number } {
    const { graceMs, secret, metrics } = this.#options
    this.directory.begun(session, beginning)
    metrics.sessions.inc()
    session.whenEnded(this.#whenEnded)
    const { account } = session.identity
    if (account !== undefined)
      this.#ofAccount.set(account.id, (this.#ofAccount.get(account.id) ?? new Set()).add(session))
    if (graceMs === 0 || this.#closed || !session.capabilities.has('resume')) return { graceMs: 0 }
    this.#resumable.set(session.id, session)
    return { resumeToken: signResumeToken(session.id, secret), graceMs }
  }

  /** The session of this token, which gets a socket now. Refusal: session.gone, for forged tokens too. */
  find(resumeToken: string): Session {
    const id = verifyResumeToken(resumeToken, this.#options.secret)
    const session = id === undefined ? undefined : this.#resumable.get(id)
    if (session === undefined) throw new Refusal('session.gone')
    return session
  }

  /** It has a socket again. */
  found(session: Session): void {
    this.#unshelve(session)
    this.#options.metrics.sessionsResumed.inc()
  }

  /** Its socket was lost: it is kept for a while if it can be carried on, and ends now if not. */
  lost(session: Session): void {
    if (session.ended) return
    if (this.#closed || !this.#resumable.has(session.id)) {
      session.end('disconnected')
      return
    }
    session.detach()
    this.#shelve(session)
  }

  ofAccount(id: string): Session[] {
    return [...(this.#ofAccount.get(id) ?? [])]
  }

  /** Sessions of an account end whose tokens were given out before this generation. */
  endEarlier({ id, generation }: { readonly id: string; readonly generation: number }): void {
    for (const session of this.ofAccount(id)) {
      const { account } = session.identity
      if (account !== undefined && account.generation < generation) session.expire()
    }
  }

  /** All end, those without a socket too. */
  close(): void {
    this.#closed = true
    for (const session of [...this.#resumable.values()]) session.end('disconnected')
  }

  #shelve(session: Session): void {
    const { graceMs, detachedPerPerson, detachedPerAddress, metrics } = this.#options
    const { identity } = session
    const address = countedAddress(session.address)
    const timer = setTimeout(() => session.end('disconnected'), graceMs)
    this.#detached.set(session, { timer, person: identity.person.id, address })
    metrics.sessionsDetached.inc()
    this.#bound(this.#ofPerson, identity.person.id, session, detachedPerPerson)
    this.#bound(this.#ofAddress, address, session, detachedPerAddress)
  }

  #bound(index: Map<string, Set<Session>>, key: string, session: Session, limit: number): void {
    // Ended already by the bound before this one.
    if (session.ended) return
    const held = index.get(key) ?? new Set()
    index.set(key, held.add(session))
    const [oldest] = held
    if (held.size <= limit || oldest === undefined) return
    this.#options.log.info('too many sessions without a socket: the oldest ends', { session: oldest.id })
    oldest.end('disconnected')
  }

  #unshelve(session: Session): void {
    const detached = this.#detached.get(session)
    if (detached === undefined) return
    clearTimeout(detached.timer)
    this.#detached.delete(session)
    this.#options.metrics.sessionsDetached.dec()
    remove(this.#ofPerson, detached.person, session)
    remove(this.#ofAddress, detached.address, session)
  }

  #ended(session: Session): void {
    this.#unshelve(session)
    this.#resumable.delete(session.id)
    this.directory.ended(session)
    const { person, account } = session.identity
    this.#held.give(person.id)
    if (account !== undefined) remove(this.#ofAccount, account.id, session)
    this.#options.metrics.sessions.dec()
  }
}

function remove(index: Map<string, Set<Session>>, key: string, session: Session): void {
  const held = index.get(key)
  held?.delete(session)
  if (held?.size === 0) index.delete(key)
}
