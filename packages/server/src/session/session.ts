// One device of a person: acts in that person's name for as long as its socket lives.

import { type AnyNotification, type CloseReason, type LeaveReason, type Permission, Refusal } from '@parley/protocol'
import type { Identity } from '../access/access.ts'
import { allows } from '../access/grants.ts'
import type { Participant } from '../room/participant.ts'
import type { Room } from '../room/room.ts'

/** What a session can do to the socket that carries it. */
export interface Socket {
  readonly address: string
  send(notification: AnyNotification): void
  close(reason: CloseReason): void
}

export interface Membership {
  readonly room: Room
  readonly participant: Participant
}

/** The token ends soon: a client is told this long before. */
const expiryWarningMs = 30_000
/** The longest that a timer can wait (2³¹ − 1 ms). */
const longestTimerMs = 2_147_483_647

export class Session {
  readonly id: string
  readonly socket: Socket
  readonly capabilities = new Set<string>()
  /** Aborted when the socket is gone; whatever still waits then must let go. */
  readonly #gone = new AbortController()
  readonly #now: () => number
  readonly #memberships = new Map<string, Membership>()
  readonly #joining = new Map<string, AbortController>()
  #identity: Identity | undefined
  #expiry: NodeJS.Timeout | undefined

  constructor(options: { id: string; socket: Socket; now: () => number }) {
    this.id = options.id
    this.socket = options.socket
    this.#now = options.now
  }

  get greeted(): boolean {
    return this.#identity !== undefined
  }

  get identity(): Identity {
    if (this.#identity === undefined) throw new Refusal('session.helloFirst')
    return this.#identity
  }

  /** Takes on an identity, or a newer token of the same person. */
  identify(identity: Identity): void {
    if (this.#gone.signal.aborted) return
    this.#identity = identity
    this.#applyGrants()
    clearTimeout(this.#expiry)
    if (identity.expiresAtMs !== undefined) this.#watchExpiry(identity.expiresAtMs, false)
  }

  /** The one place where permissions are enforced. `member` and what builds on it need presence in the room too. */
  authorize(permission: Permission, room: string | undefined): void {
    if (permission === 'open') return
    const { grants } = this.identity
    if (permission !== 'session' && permission !== 'join') this.membership(room ?? '')
    if (!allows(grants, permission, room)) throw new Refusal('session.forbidden')
  }

  membership(room: string): Membership {
    const membership = this.#memberships.get(room)
    if (membership === undefined || membership.participant.gone) throw new Refusal('room.notJoined')
    return membership
  }

  tell(notification: AnyNotification): void {
    // A client that cannot rebuild its transports is better served by joining again.
    const lost = notification.method === 'media.opened' && !this.capabilities.has('media.reopen')
    if (lost) this.socket.close('mediaGone')
    else this.socket.send(notification)
  }

  /** Keeps a place for a join under way, so that two at once cannot both succeed; leaving meanwhile aborts it. */
  beginJoin(room: string, limit: number): { readonly signal: AbortSignal; end(): void } {
    if (this.#joining.has(room) || this.#isIn(room)) throw new Refusal('room.alreadyJoined')
    for (const name of this.#memberships.keys()) this.#isIn(name) // forgets those that are over
    if (this.#memberships.size + this.#joining.size >= limit) throw new Refusal('session.quota', 'rooms')
    const leaving = new AbortController()
    this.#joining.set(room, leaving)
    return { signal: AbortSignal.any([leaving.signal, this.#gone.signal]), end: () => void this.#joining.delete(room) }
  }

  joined(membership: Membership): void {
    this.#memberships.set(membership.room.name, membership)
    // The token may have been replaced by a narrower one while the room was being entered.
    this.#applyGrants()
  }

  leave(room: string, reason: LeaveReason): void {
    this.#joining.get(room)?.abort(new Refusal('room.left'))
    const membership = this.#memberships.get(room)
    this.#memberships.delete(room)
    membership?.room.leave(membership.participant, reason)
  }

  /** The socket is gone: leaves every room. */
  end(reason: LeaveReason): void {
    if (this.#gone.signal.aborted) return
    this.#gone.abort(new Refusal('room.left'))
    clearTimeout(this.#expiry)
    for (const room of [...this.#memberships.keys()]) this.leave(room, reason)
  }

  /** A newer token may grant less: that holds at once, not only for later calls. */
  #applyGrants(): void {
    const { grants } = this.identity
    for (const [name, { room, participant }] of this.#memberships) {
      if (allows(grants, 'join', name)) room.permit(participant, grants)
      else room.remove(participant, 'removed')
    }
  }

  #isIn(room: string): boolean {
    const membership = this.#memberships.get(room)
    if (membership?.participant.gone) this.#memberships.delete(room)
    return this.#memberships.has(room)
  }

  #watchExpiry(expiresAtMs: number, warned: boolean): void {
    const leftMs = expiresAtMs - this.#now()
    if (leftMs <= 0) {
      this.end('tokenExpired')
      this.socket.close('tokenExpired')
    } else if (leftMs <= expiryWarningMs) {
      if (!warned)
        this.tell({ method: 'session.tokenExpiring', params: { expiresAt: new Date(expiresAtMs).toISOString() } })
      this.#expiry = setTimeout(() => this.#watchExpiry(expiresAtMs, true), leftMs)
    } else {
      this.#expiry = setTimeout(
        () => this.#watchExpiry(expiresAtMs, false),
        Math.min(longestTimerMs, leftMs - expiryWarningMs),
      )
    }
  }
}
