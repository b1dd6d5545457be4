// Who waits to be let into a room, who was let in and who was sent away; moderators are told once per tick.

import { type AnyNotification, type Person, Refusal, type Waiting } from '@parley/protocol'
import type { Recipient } from './participant.ts'

export interface LobbyOptions {
  readonly room: string
  readonly now: () => number
  readonly newId: () => string
  /** Tells all moderators who are in the room. */
  readonly tellModerators: (notification: AnyNotification) => void
  /** Nobody waits any more. */
  readonly empty: () => void
}

export interface Applicant {
  /** Who comes again over the same session keeps its place. */
  readonly session: string
  readonly person: Person
  readonly name: string
  readonly recipient: Recipient
}

type Entry = Applicant & { readonly id: string; readonly sinceMs: number }

/** More than these do not wait for one room. */
const mostWaiting = 100
/** Persons that were let in or sent away are remembered so many. */
const mostRemembered = 1000
/** Who was sent away may ask again after this. */
export const deniedMs = 60_000

export class Lobby {
  readonly #options: LobbyOptions
  /** By session, in the order of coming. */
  readonly #waiting = new Map<string, Entry>()
  readonly #admitted = new Set<string>()
  readonly #deniedUntilMs = new Map<string, number>()
  #told = true

  constructor(options: LobbyOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#waiting.size
  }

  get list(): Waiting[] {
    return [...this.#waiting.values()].map(({ id, person, name, sinceMs }) => ({
      id,
      person: person.id,
      name,
      since: new Date(sinceMs).toISOString(),
    }))
  }

  /** Refusal: room.full. */
  wait(applicant: Applicant): void {
    const { newId, now } = this.#options
    const known = this.#waiting.get(applicant.session)
    if (known === undefined && this.#waiting.size >= mostWaiting) throw new Refusal('room.full', 'its lobby too')
    this.#waiting.set(applicant.session, { ...applicant, id: known?.id ?? newId(), sinceMs: known?.sinceMs ?? now() })
    if (known === undefined) this.#changed()
  }

  withdraw(session: string): void {
    if (this.#waiting.delete(session)) this.#changed()
  }

  /** Lets these in, in all their sessions; who does not wait any more is passed over. The persons who were let in. */
  admit(ids: readonly string[]): string[] {
    return this.#take(ids, 'room.admitted', (person) => {
      this.#deniedUntilMs.delete(person)
      this.#admitted.add(person)
      forgetOldest(this.#admitted)
    })
  }

  deny(ids: readonly string[]): string[] {
    return this.#take(ids, 'room.denied', (person) => {
      this.#deniedUntilMs.set(person, this.#options.now() + deniedMs)
      forgetOldest(this.#deniedUntilMs)
    })
  }

  /** The lobby is no more, or a person (absent: all) has become a member. */
  admitAll(person?: string): void {
    this.admit(this.#idsOf(person))
  }

  /** The room ends, or a person is banned. */
  denyAll(person?: string): void {
    this.deny(this.#idsOf(person))
  }

  isAdmitted(person: string): boolean {
    return this.#admitted.has(person)
  }

  isDenied(person: string): boolean {
    return (this.#deniedUntilMs.get(person) ?? 0) > this.#options.now()
  }

  /** Who was put out asks again. */
  forget(person: string): void {
    this.#admitted.delete(person)
  }

  #idsOf(person: string | undefined): string[] {
    const meant = [...this.#waiting.values()].filter((entry) => person === undefined || entry.person.id === person)
    return meant.map(({ id }) => id)
  }

  #take(ids: readonly string[], method: 'room.admitted' | 'room.denied', remember: (person: string) => void): string[] {
    const meant = new Set(ids)
    const persons = new Set(
      [...this.#waiting.values()].filter(({ id }) => meant.has(id)).map(({ person }) => person.id),
    )
    for (const person of persons) remember(person)
    for (const [session, { person, recipient }] of this.#waiting) {
      if (!persons.has(person.id)) continue
      this.#waiting.delete(session)
      recipient.hear({ method, params: { room: this.#options.room } })
    }
    if (persons.size > 0) this.#changed()
    return [...persons]
  }

  #changed(): void {
    if (this.#waiting.size === 0) this.#options.empty()
    if (!this.#told) return
    this.#told = false
    setImmediate(() => {
      this.#told = true
      const { room, tellModerators } = this.#options
      tellModerators({ method: 'room.lobbyChanged', params: { room, waiting: this.list } })
    })
  }
}

/** Sets and maps keep the order of coming. */
function forgetOldest(remembered: Set<string> | Map<string, unknown>): void {
  const oldest = remembered.keys().next()
  if (remembered.size > mostRemembered && !oldest.done) remembered.delete(oldest.value)
}
