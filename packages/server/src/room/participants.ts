// Who is in a room: the list in order of joining, its pages, and telling all or one.

import type { AnyNotification, Participant as ParticipantState } from '@parley/protocol'
import type { Participant } from './participant.ts'

/** What is kept of somebody who has left: enough to ban them. */
type Departed = Pick<Participant, 'person' | 'address'>

/** Those who left longer ago are forgotten. */
const mostDeparted = 100

export class Participants implements Iterable<Participant> {
  readonly #byId = new Map<string, Participant>()
  readonly #departed = new Map<string, Departed>()
  #lastOrdinal = 0

  get size(): number {
    return this.#byId.size
  }

  get(id: string): Participant | undefined {
    return this.#byId.get(id)
  }

  /** Who is here, or was a short while ago. */
  lately(id: string): Departed | undefined {
    return this.#byId.get(id) ?? this.#departed.get(id)
  }

  [Symbol.iterator](): Iterator<Participant> {
    return this.#byId.values()
  }

  /** The place of whoever comes next. */
  nextOrdinal(): number {
    this.#lastOrdinal += 1
    return this.#lastOrdinal
  }

  add(participant: Participant): void {
    this.#byId.set(participant.id, participant)
  }

  /** Whether it was there. */
  delete(participant: Participant): boolean {
    if (this.#byId.get(participant.id) !== participant) return false
    const { id, person, address } = participant
    this.#departed.set(id, { person, address })
    const oldest = this.#departed.keys().next()
    if (this.#departed.size > mostDeparted && !oldest.done) this.#departed.delete(oldest.value)
    return this.#byId.delete(id)
  }

  clear(): void {
    this.#byId.clear()
  }

  /** All of one person. */
  of(person: string): Participant[] {
    return [...this.#byId.values()].filter((participant) => participant.person.id === person)
  }

  /** A page of the list, in order of joining. `after` is the `next` of the page before. */
  page({ after = '0', limit }: { after?: string; limit: number }): {
    participants: ParticipantState[]
    next?: string
  } {
    const rest = [...this.#byId.values()].filter(({ ordinal }) => ordinal > Number(after))
    const page = rest.slice(0, limit)
    const participants = page.map(({ state }) => state)
    return rest.length > limit ? { participants, next: String(page.at(-1)?.ordinal) } : { participants }
  }

  tellAll(notification: AnyNotification): void {
    for (const participant of this.#byId.values()) participant.hear(notification)
  }

  /** Who is gone hears nothing. */
  tell(id: string, notification: AnyNotification): void {
    this.#byId.get(id)?.hear(notification)
  }
}
