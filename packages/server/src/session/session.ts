// One device of a person: acts in that person's name, over one socket after another.

import { type AnyNotification, type LeaveReason, type Permission, Refusal, type Resumed } from '@parley/protocol'
import type { Identity } from '../access/access.ts'
import { allows } from '../access/grants.ts'
import type { Invited } from '../access/invitations.ts'
import type { Rooms } from '../room/rooms.ts'
import type { Standing } from '../room/standing.ts'
import { capabilitySet } from './capability-sets.ts'
import { catchUp, type Position } from './catch-up.ts'
import { Line, type Socket } from './line.ts'
import { type Membership, Places } from './places.ts'

/** The token ends soon: a client is told this long before. */
const expiryWarningMs = 30_000
/** The longest that a timer can wait (2³¹ − 1 ms). */
const longestTimerMs = 2_147_483_647

/** What only those may who are in the room. */
const needPresence: readonly Permission[] = ['member', 'publish', 'subscribe', 'chat', 'data']

/** Who knows who is what in which room. */
export interface Standings {
  readonly rooms: Pick<Rooms, 'standing'>
}

export class Session {
  readonly id: string
  capabilities: ReadonlySet<string> = capabilitySet([])
  readonly #line: Line
  #ending: ((session: Session) => void) | undefined
  readonly #now: () => number
  #itsPlaces: Places | undefined
  #ended = false
  #identity: Identity | undefined
  #expiry: NodeJS.Timeout | undefined
  #address: string

  constructor(options: { id: string; socket: Socket; now: () => number }) {
    this.id = options.id
    this.#line = new Line(options.socket, this)
    this.#address = options.socket.address
    this.#now = options.now
  }

  get greeted(): boolean {
    return this.#identity !== undefined
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Undefined while it has lost one and no other has come. */
  get socket(): Socket | undefined {
    return this.#line.socket
  }

  /** Where its socket comes from, or the last one came from. */
  get address(): string {
    return this.#address
  }

  get identity(): Identity {
    if (this.#identity === undefined) throw new Refusal('session.helloFirst')
    return this.#identity
  }

  /** The invitation that it came by, until it has given its role: who loses that role must not get it back by joining anew. */
  get invited(): Invited | undefined {
    return this.#itsPlaces?.invitationTaken ? undefined : this.identity.invited
  }

  /** Takes on an identity, or a newer token of the same person; `afterwards` puts off what the client should hear later. */
  identify(identity: Identity, afterwards: (work: () => void) => void = (work) => work()): void {
    if (this.ended) return
    this.#identity = identity
    this.#applyGrants()
    clearTimeout(this.#expiry)
    const { expiresAtMs } = identity
    if (expiresAtMs === undefined) return
    afterwards(() => {
      if (this.#identity === identity && !this.ended) this.#watchExpiry(expiresAtMs, false)
    })
  }

  /**
   * The one place where permissions are enforced. `member` and what builds on it need presence in the room too; `moderate`
   * and `own` need none, so that `house` may have to ask the store: then it answers a promise.
   */
  authorize(permission: Permission, room: string | undefined, house?: Standings): void | Promise<void> {
    if (permission === 'open') return
    if (this.ended && this.greeted) throw new Refusal('session.gone')
    const { grants } = this.identity
    if (permission === 'moderate' || permission === 'own') return this.#authorizeOver(permission, room, house)
    if (needPresence.includes(permission)) this.membership(room ?? '')
    if (!allows(grants, permission, room)) throw new Refusal('session.forbidden')
  }

  membership(room: string): Membership {
    const membership = this.#itsPlaces?.memberships.get(room)
    if (membership === undefined || membership.participant.gone) throw new Refusal('room.notJoined')
    return membership
  }

  tell(notification: AnyNotification): void {
    // A client that cannot rebuild its transports is better served by joining again.
    const lost = notification.method === 'media.opened' && !this.capabilities.has('media.reopen')
    if (!lost) this.#line.tell(notification)
    else if (this.socket === undefined) this.end('disconnected')
    else this.socket.close('mediaGone')
  }

  isIn(room: string): boolean {
    return this.#itsPlaces?.memberships.get(room)?.participant.gone === false
  }

  get roomNames(): string[] {
    return [...(this.#itsPlaces?.memberships.keys() ?? [])].filter((room) => this.isIn(room))
  }

  /** The number of the last fact of a room that it is in. */
  seqOf(room: string): number {
    return this.#itsPlaces?.memberships.get(room)?.room.seq ?? 0
  }

  /** How many notifications its sockets have taken, and how many of them are known to have been heard. */
  get toldCount(): number {
    return this.#line.count
  }
  heardUpTo(count: number): void {
    this.#line.heardUpTo(count)
  }

  /** The socket is lost and another is expected: the session stays in its rooms, where the others are told. */
  detach(): void {
    this.#line.cut()
    this.#abortJoins()
    this.#setReconnecting(true)
  }

  /**
   * Another socket carries it on; one that still seems to live is closed. What was missed is told when `follow` is called.
   * Refusal: session.gone.
   */
  resume(
    socket: Socket,
    { received, rooms }: { received: number; rooms: readonly Position[] },
  ): { rooms: Resumed[]; follow: () => void } {
    if (this.ended) throw new Refusal('session.gone')
    const replaced = this.socket
    this.#abortJoins()
    this.#comesFrom(socket.address)
    const missed = this.#line.carryBy(socket, received)
    // Each room once: a state is large, and worked out anew each time.
    const named = new Map(rooms.map((position) => [position.room, position]))
    for (const room of [...this.#places.memberships.keys()]) if (!named.has(room)) this.leave(room, 'left')
    const caughtUp = catchUp(this.#places.memberships, [...named.values()], missed)
    this.#setReconnecting(false)
    replaced?.close('replaced')
    return { rooms: caughtUp.rooms, follow: this.#line.follow(caughtUp.missed) }
  }

  /** Keeps a place for a join under way, so that two at once cannot both succeed; leaving meanwhile aborts it. */
  beginJoin(room: string, limit: number): { readonly signal: AbortSignal; end(): void } {
    if (this.#places.joining.has(room) || this.#isIn(room)) throw new Refusal('room.alreadyJoined')
    for (const name of this.#places.memberships.keys()) this.#isIn(name) // forgets those that are over
    const elsewhere =
      this.#places.memberships.size +
      this.#places.joining.size +
      this.#places.waiting.size -
      (this.#places.waiting.has(room) ? 1 : 0)
    if (elsewhere >= limit) throw new Refusal('session.quota', 'rooms')
    const leaving = new AbortController()
    this.#places.joining.set(room, leaving)
    return {
      signal: AbortSignal.any([leaving.signal, this.#places.gone.signal]),
      end: () => {
        // One that was aborted has given its place up already, perhaps to the next.
        if (this.#places.joining.get(room) === leaving) this.#places.joining.delete(room)
      },
    }
  }

  /** It stands in the lobby of a room. */
  waits(room: string, withdraw: () => void): void {
    if (this.ended) withdraw()
    else this.#places.waiting.set(room, withdraw)
  }

  joined(membership: Membership): void {
    const { name } = membership.room
    this.#places.waiting.delete(name)
    this.#places.memberships.set(name, membership)
    if (this.identity.invited?.room === name) this.#places.invitationTaken = true
    // The token may have been replaced by a narrower one while the room was being entered.
    this.#applyGrants()
  }

  leave(room: string, reason: LeaveReason): void {
    this.#places.joining.get(room)?.abort(new Refusal('room.left'))
    this.#places.joining.delete(room)
    this.#places.waiting.get(room)?.()
    this.#places.waiting.delete(room)
    const membership = this.#places.memberships.get(room)
    this.#places.memberships.delete(room)
    membership?.room.leave(membership.participant, reason)
  }

  /** One thing alone: an idle session is kept small. */
  whenEnded(ending: (session: Session) => void): void {
    this.#ending = ending
  }

  /** Leaves every room, for good. */
  end(reason: LeaveReason): void {
    if (this.ended) return
    this.#ended = true
    clearTimeout(this.#expiry)
    if (this.#itsPlaces !== undefined) {
      const { gone, memberships, waiting } = this.#itsPlaces
      gone.abort(new Refusal('room.left'))
      for (const room of [...memberships.keys(), ...waiting.keys()]) this.leave(room, reason)
    }
    this.#ending?.(this)
  }

  /** Nobody would hear the answers, and who is let in unheard would stand there for ever. */
  #abortJoins(): void {
    for (const joining of this.#itsPlaces?.joining.values() ?? []) joining.abort(new Refusal('room.left'))
    this.#itsPlaces?.joining.clear()
  }

  /** Whoever is banned by an address does not come back into that room from there. */
  #comesFrom(address: string): void {
    this.#address = address
    for (const { room, participant } of this.#itsPlaces?.memberships.values() ?? [])
      if (!participant.gone) room.comesFrom(participant, address)
  }

  #setReconnecting(reconnecting: boolean): void {
    for (const { room, participant } of this.#itsPlaces?.memberships.values() ?? [])
      room.setReconnecting(participant, reconnecting)
  }

  #authorizeOver(permission: 'moderate' | 'own', room: string | undefined, house: Standings | undefined) {
    const { grants } = this.identity
    if (grants.admin) return undefined
    // A role is of no use where the token does not lead.
    if (room === undefined || house === undefined || !allows(grants, 'join', room))
      throw new Refusal('session.forbidden')
    const judge = ({ owns, moderates }: Pick<Standing, 'owns' | 'moderates'>) => {
      if (permission === 'own' ? !owns : !moderates) throw new Refusal('session.forbidden')
    }
    const standing = house.rooms.standing(room, this.identity)
    return standing instanceof Promise ? standing.then(judge) : judge(standing)
  }

  /** Its token is good no more. */
  expire(): void {
    this.end('tokenExpired')
    this.socket?.close('tokenExpired')
  }

  /** Who runs the server has ended it. @param text at most 123 bytes */
  putOut(text: string): void {
    const { socket } = this
    this.end('removed')
    socket?.close('putOut', text)
  }

  /** Its account runs this server from now on, or does no more. */
  setAdmin(admin: boolean): void {
    const { identity } = this
    this.identify({ ...identity, grants: { ...identity.grants, admin } })
  }

  /** A newer token may grant less: that holds at once, not only for later calls. */
  #applyGrants(): void {
    const { grants } = this.identity
    for (const [name, { room, participant }] of this.#itsPlaces?.memberships ?? []) {
      if (allows(grants, 'join', name)) room.order.rights.grant(participant, grants)
      else room.remove(participant, 'removed')
    }
  }

  get #places(): Places {
    this.#itsPlaces ??= new Places()
    return this.#itsPlaces
  }

  #isIn(room: string): boolean {
    const membership = this.#places.memberships.get(room)
    if (membership?.participant.gone) this.#places.memberships.delete(room)
    return this.#places.memberships.has(room)
  }

  #watchExpiry(expiresAtMs: number, warned: boolean): void {
    const leftMs = expiresAtMs - this.#now()
    if (leftMs <= 0) {
      this.expire()
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
