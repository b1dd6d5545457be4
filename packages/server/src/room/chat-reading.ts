// Who has read up to where in a room, and how much has come since: counted once by the store, then kept up here.

import { type ChatMessage, Refusal } from '@parley/protocol'
import type { Store } from '../store/store.ts'
import type { ChatTail } from './chat-tail.ts'
import type { Participant } from './participant.ts'
import type { Participants } from './participants.ts'

export interface ChatReadingOptions {
  readonly room: string
  readonly store: Pick<Store, 'reads'>
  readonly tail: Pick<ChatTail, 'newest'>
  readonly participants: Participants
}

interface Reader {
  readonly person: string
  readUpTo: number
  /** Infinity: more than are counted. */
  unread: number
  /** While the store counts: up to which message, what was told since, and whether it must count anew. */
  counting: { readonly newest: number; since: number; again: boolean } | undefined
}

/** What stands for more (RoomState.unread). */
const mostUnread = 1000

export class ChatReading {
  readonly #options: ChatReadingOptions
  /** By participant. */
  readonly #readers = new Map<string, Reader>()

  constructor(options: ChatReadingOptions) {
    this.#options = options
  }

  /** Somebody is about to come in. While the store is away nothing counts as unread: people still come in. */
  async enter(participant: string, person: string): Promise<void> {
    const reader: Reader = { person, readUpTo: 0, unread: 0, counting: undefined }
    this.#readers.set(participant, reader)
    try {
      await this.#count(reader)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      reader.readUpTo = this.#options.tail.newest
      reader.unread = 0
      reader.counting = undefined
    }
  }

  leave(participant: string): void {
    this.#readers.delete(participant)
  }

  clear(): void {
    this.#readers.clear()
  }

  /** For a snapshot. */
  of(participant: string): { unread: number; readUpTo: number } {
    const { unread = 0, readUpTo = 0 } = this.#readers.get(participant) ?? {}
    return { unread: Math.min(mostUnread, unread), readUpTo }
  }

  told({ person }: ChatMessage): void {
    for (const reader of this.#others(person)) {
      reader.unread += 1
      if (reader.counting !== undefined) reader.counting.since += 1
    }
  }

  deleted({ person, id }: ChatMessage): void {
    for (const reader of this.#others(person)) {
      const { counting } = reader
      if (id > reader.readUpTo) reader.unread -= 1
      if (counting === undefined) continue
      if (id > counting.newest) counting.since -= 1
      else counting.again = true
    }
  }

  /** Other sessions of the person are told. Nobody has read what was not said yet. */
  async mark(participant: Participant, upTo: number): Promise<{ unread: number }> {
    const { room, store, tail, participants } = this.#options
    const { id: person, guest } = participant.person
    const within = Math.min(upTo, tail.newest)
    if (within > 0 && (await store.reads.mark({ room, person, upTo: within, guest }))) {
      const sessions = participants.of(person)
      await Promise.all(sessions.map(({ id }) => this.#countAgain(id)))
      for (const other of sessions) if (other !== participant) this.#tellElsewhere(other)
    }
    return { unread: this.of(participant.id).unread }
  }

  #tellElsewhere(participant: Participant): void {
    const { unread, readUpTo: upTo } = this.of(participant.id)
    participant.hear({ method: 'chat.readElsewhere', params: { room: this.#options.room, upTo, unread } })
  }

  async #countAgain(participant: string): Promise<void> {
    const reader = this.#readers.get(participant)
    if (reader !== undefined) await this.#count(reader)
  }

  async #count(reader: Reader): Promise<void> {
    const { room, store, tail } = this.#options
    for (;;) {
      const counting = { newest: tail.newest, since: 0, again: false }
      reader.counting = counting
      const { upTo, unread } = await store.reads.get({ room, person: reader.person, newest: counting.newest })
      // A later count knows better.
      if (reader.counting !== counting) return
      if (counting.again) continue
      reader.readUpTo = upTo
      reader.unread = (unread < mostUnread ? unread : Number.POSITIVE_INFINITY) + counting.since
      reader.counting = undefined
      return
    }
  }

  #others(person: string): Reader[] {
    return [...this.#readers.values()].filter((reader) => reader.person !== person)
  }
}
