// The order of what happened in a room: every fact gets the next number, and arrivals and departures of one tick go as one fact.

import type { AnyFact, FactName, LeaveReason, NotificationParams, Participant } from '@parley/protocol'

type Payload<N extends FactName> = Omit<NotificationParams<N>, 'room' | 'epoch' | 'seq'>

type Pending =
  | { readonly method: 'room.participantJoined'; readonly list: Participant[] }
  | { readonly method: 'room.participantLeft'; readonly list: { id: string; reason: LeaveReason }[] }

export class Facts {
  readonly room: string
  readonly epoch: number
  readonly #tellAll: (fact: AnyFact) => void
  #seq = 0
  #pending: Pending | undefined

  constructor(room: string, epoch: number, tellAll: (fact: AnyFact) => void) {
    this.room = room
    this.epoch = epoch
    this.#tellAll = tellAll
  }

  /** The number of the last fact told; one that waits for the end of the tick is not told yet. */
  get seq(): number {
    return this.#seq
  }

  tell<N extends FactName>(method: N, payload: Payload<N>): void {
    this.flush()
    this.#number(method, payload)
  }

  joined(participant: Participant): void {
    if (this.#pending?.method === 'room.participantJoined') this.#pending.list.push(participant)
    else this.#wait({ method: 'room.participantJoined', list: [participant] })
  }

  left(id: string, reason: LeaveReason): void {
    if (this.#pending?.method === 'room.participantLeft') this.#pending.list.push({ id, reason })
    else this.#wait({ method: 'room.participantLeft', list: [{ id, reason }] })
  }

  flushDepartures(): void {
    if (this.#pending?.method === 'room.participantLeft') this.flush()
  }

  /** Tells what waits for the end of the tick now. */
  flush(): void {
    const pending = this.#pending
    this.#pending = undefined
    if (pending === undefined) return
    if (pending.method === 'room.participantJoined') this.#number(pending.method, { participants: pending.list })
    else this.#number(pending.method, { participants: pending.list })
  }

  #wait(pending: Pending): void {
    this.flush()
    this.#pending = pending
    setImmediate(() => this.flush())
  }

  #number<N extends FactName>(method: N, payload: Payload<N>): void {
    this.#seq += 1
    const params = { room: this.room, epoch: this.epoch, seq: this.#seq, ...payload }
    // The compiler cannot see that method and params belong together once N is generic; `tell` has checked it.
    this.#tellAll({ method, params } as AnyFact)
  }
}
