// The order of what happened in a room: every fact gets the next number, and arrivals that come together go as one fact, as departures do.

import type { AnyFact, FactName, LeaveReason, NotificationParams, Participant } from '@parley/protocol'
import { FactHistory } from './fact-history.ts'

type Payload<N extends FactName> = Omit<NotificationParams<N>, 'room' | 'epoch' | 'seq'>

/** What others are told of a participant that is still there: all but its tracks, which have facts of their own. */
export type Presence = Omit<Participant, 'tracks'>

type Pending =
  | { readonly method: 'room.participantChanged'; readonly list: Presence[] }
  | { readonly method: 'room.participantJoined'; readonly list: Participant[] }
  | { readonly method: 'room.participantLeft'; readonly list: { id: string; reason: LeaveReason }[] }

/** In a room of so many, what happens in one tick goes together, and nothing waits any longer. */
const smallRoom = 50
/** Nobody learns later than this who came. */
const longestWaitMs = 250

/**
 * How long arrivals and departures wait for others. Each costs a frame for everybody: 20 joins a second are 20,000
 * frames a second in a room of 1000, and 4,000 where those of a quarter of a second go together.
 */
export function gatherMs(audience: number): number {
  return audience <= smallRoom ? 0 : Math.min(longestWaitMs, audience / 4)
}

export class Facts {
  readonly room: string
  readonly epoch: number
  readonly #tellAll: (fact: AnyFact) => void
  readonly #history = new FactHistory()
  #seq = 0
  /** How many hear of each fact: those who came and have not left. */
  #audience = 0
  #pending: Pending | undefined
  #endWait = () => {}

  constructor(room: string, epoch: number, tellAll: (fact: AnyFact) => void) {
    this.room = room
    this.epoch = epoch
    this.#tellAll = tellAll
  }

  /** The number of the last fact told; one that waits for others is not told yet. */
  get seq(): number {
    return this.#seq
  }

  /** What was told after this position, for who has missed it; undefined: too much, or the position is of another life. */
  since(epoch: number, seq: number): AnyFact[] | undefined {
    // Told now, what waits is among them; told while its line is being carried over, it would reach nobody there.
    this.flush()
    return epoch === this.epoch ? this.#history.since(seq, this.#seq) : undefined
  }

  tell<N extends FactName>(method: N, payload: Payload<N>): void {
    this.flush()
    this.#number(method, payload)
  }

  joined(participant: Participant): void {
    this.#audience += 1
    if (this.#pending?.method === 'room.participantJoined') this.#pending.list.push(participant)
    else this.#wait({ method: 'room.participantJoined', list: [participant] })
  }

  left(id: string, reason: LeaveReason): void {
    this.#audience -= 1
    if (this.#pending?.method === 'room.participantLeft') this.#pending.list.push({ id, reason })
    else this.#wait({ method: 'room.participantLeft', list: [{ id, reason }] })
  }

  /** Of several changes of one participant the last one is told. */
  changed(presence: Presence): void {
    const known = this.#pending?.method === 'room.participantChanged' ? this.#pending.list : []
    const at = known.findIndex(({ id }) => id === presence.id)
    if (known.length === 0) this.#wait({ method: 'room.participantChanged', list: [presence] })
    else known.splice(at === -1 ? known.length : at, 1, presence)
  }

  /** For somebody who comes now: what waits of others is in the snapshot, and must not be told again after it. */
  flushAllButArrivals(): void {
    if (this.#pending?.method !== 'room.participantJoined') this.flush()
  }

  /** Tells what waits now. */
  flush(): void {
    this.#endWait()
    const pending = this.#pending
    this.#pending = undefined
    if (pending === undefined) return
    // Three times the same: the compiler tells the three apart only so.
    if (pending.method === 'room.participantJoined') this.#number(pending.method, { participants: pending.list })
    else if (pending.method === 'room.participantLeft') this.#number(pending.method, { participants: pending.list })
    else this.#number(pending.method, { participants: pending.list })
  }

  #wait(pending: Pending): void {
    this.flush()
    this.#pending = pending
    const waitMs = gatherMs(this.#audience)
    if (waitMs === 0) {
      const immediate = setImmediate(() => this.flush())
      this.#endWait = () => clearImmediate(immediate)
    } else {
      const timer = setTimeout(() => this.flush(), waitMs)
      this.#endWait = () => clearTimeout(timer)
    }
  }

  #number<N extends FactName>(method: N, payload: Payload<N>): void {
    this.#seq += 1
    const params = { room: this.room, epoch: this.epoch, seq: this.#seq, ...payload }
    // The compiler cannot see that method and params belong together once N is generic; `tell` has checked it.
    const fact = { method, params } as AnyFact
    this.#history.add(fact)
    this.#tellAll(fact)
  }
}
