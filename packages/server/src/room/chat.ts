// Text that a room keeps: stored first, then told, in the order of storing; and what becomes of it.

import { type ChatMessage, type Mention, Refusal } from '@parley/protocol'
import type { Files } from '../archive/files.ts'
import type { MessageRow, Store } from '../store/store.ts'
import { ChatReading } from './chat-reading.ts'
import { ChatTail } from './chat-tail.ts'
import { findLinks } from './links.ts'
import { orderMentions } from './mentions.ts'
import { asOwner } from './ownership.ts'
import type { Participant } from './participant.ts'
import type { Participants } from './participants.ts'
import { Turns } from './turns.ts'

export interface ChatOptions {
  readonly room: string
  readonly epoch: number
  readonly store: Pick<Store, 'messages' | 'reads'>
  readonly files: Pick<Files, 'urlOf' | 'collect'>
  readonly participants: Participants
  /** How many messages a joiner is given. */
  readonly tailLength: number
  /** Called once per message, after it is stored. */
  readonly stored: (message: ChatMessage) => void
  /** Called once per edit and deletion, after it is stored. */
  readonly changed: (message: ChatMessage) => void
  /** Called when the room is not ours any more. */
  readonly overtaken: () => void
}

export interface Draft {
  readonly text: string
  readonly mentions?: readonly Mention[]
  /** Ids of uploaded files. */
  readonly attachments?: readonly string[]
  /** The same key of the same person is stored once. */
  readonly key?: string
}

type Page = { messages: ChatMessage[]; more: boolean }

export class Chat {
  readonly reading: ChatReading
  readonly #options: ChatOptions
  readonly #tail: ChatTail
  /**
   * Messages go together, since the store answers them in the order of the calls. Changes, and messages that ask the store
   * more than once, go alone: so facts come in the order of commits, and each sender's messages in the order of its calls.
   */
  readonly #turns = new Turns()
  /** Ids of participants that search. */
  readonly #searching = new Set<string>()

  static async open(options: ChatOptions): Promise<Chat> {
    const limit = ChatTail.kept(options.tailLength)
    return new Chat(options, await options.store.messages.page(options.room, { limit }))
  }

  private constructor(options: ChatOptions, { messages, more }: { messages: MessageRow[]; more: boolean }) {
    this.#options = options
    this.#tail = new ChatTail(options.tailLength, { messages: messages.map((row) => this.#toMessage(row)), more })
    this.reading = new ChatReading({ ...options, tail: this.#tail })
  }

  get tail(): Page {
    return this.#tail.shown
  }

  /** Resolves after the message is told. Refusals: store.unavailable, room.closed, chat.mentionInvalid, file.notFound. */
  async send(author: Participant, { text, mentions = [], attachments = [], key }: Draft): Promise<ChatMessage> {
    const ordered = orderMentions(text, mentions)
    const strangers = this.#strangers(ordered)
    const files = [...new Set(attachments)]
    const send = async () => {
      await this.#mustHaveWritten(strangers)
      const { room, epoch, store, stored } = this.#options
      const { id: person } = author.person
      const content = { text, links: findLinks(text), mentions: ordered, files, key }
      const row = await store.messages.append({ room, epoch, person, name: author.name, ...content })
      const message = this.#toMessage(row)
      if (row.repeated) return message
      this.#tail.add(message)
      this.reading.told(message)
      stored(message)
      return message
    }
    const asksOnce = strangers.length === 0 && files.length === 0
    const turn = () => (asksOnce ? this.#turns.together(send) : this.#turns.alone(send))
    return await asOwner(turn, this.#options.overtaken)
  }

  /** Refusals: as of `send`, chat.notFound, session.forbidden. */
  async edit(author: Participant, message: number, text: string, mentions: readonly Mention[]): Promise<ChatMessage> {
    const ordered = orderMentions(text, mentions)
    return await this.#change(async (target) => {
      await this.#mustHaveWritten(this.#strangers(ordered))
      const { id: person } = author.person
      const content = { text, links: findLinks(text), mentions: ordered }
      return await this.#options.store.messages.edit({ ...target, id: message, person, ...content })
    })
  }

  /** Refusals: store.unavailable, room.closed, chat.notFound, session.forbidden. */
  async delete(by: Participant, moderates: boolean, message: number): Promise<ChatMessage> {
    return await this.#change(async (target) => {
      const deletion = { ...target, id: message, person: by.person.id, moderates }
      const deleted = await this.#options.store.messages.delete(deletion)
      if (!deleted.changed) return { unchanged: deleted.message }
      this.#options.files.collect()
      return deleted.message
    })
  }

  async page(page: { before?: number; limit: number }): Promise<Page> {
    const { store, room } = this.#options
    return this.#toPage(await store.messages.page(room, page))
  }

  /** One search at a time for each. Refusals: store.unavailable, session.tooFast. */
  async search(by: Participant, search: { search: string; before?: number; limit: number }): Promise<Page> {
    if (this.#searching.has(by.id)) throw new Refusal('session.tooFast', 'your last search is under way')
    this.#searching.add(by.id)
    try {
      const { store, room } = this.#options
      return this.#toPage(await store.messages.search(room, search))
    } finally {
      this.#searching.delete(by.id)
    }
  }

  #change(
    work: (target: { room: string; epoch: number }) => Promise<MessageRow | { unchanged: MessageRow }>,
  ): Promise<ChatMessage> {
    const { room, epoch, changed } = this.#options
    const change = async () => {
      const row = await work({ room, epoch })
      if ('unchanged' in row) return this.#toMessage(row.unchanged)
      const message = this.#toMessage(row)
      this.#tail.replace(message)
      if (message.deletedAt !== undefined) this.reading.deleted(message)
      changed(message)
      return message
    }
    return asOwner(() => this.#turns.alone(change), this.#options.overtaken)
  }

  /** Persons who are neither here nor among those who spoke lately. */
  #strangers(mentions: readonly Mention[]): string[] {
    const persons = new Set(mentions.map(({ person }) => person))
    return [...persons].filter(
      (person) => this.#options.participants.of(person).length === 0 && !this.#tail.hasSpoken(person),
    )
  }

  async #mustHaveWritten(persons: readonly string[]): Promise<void> {
    const { store, room } = this.#options
    for (const person of persons)
      if (!(await store.messages.hasWritten(room, person)))
        throw new Refusal('chat.mentionInvalid', 'it names nobody of this room')
  }

  #toPage({ messages, more }: { messages: MessageRow[]; more: boolean }): Page {
    return { messages: messages.map((row) => this.#toMessage(row)), more }
  }

  #toMessage({ id, person, name, text, sentAt, links, mentions, attachments, editedAt, deletedAt }: MessageRow) {
    const { files } = this.#options
    const message: ChatMessage = { id, person, name, text, sentAt: timestamp(sentAt) }
    if (links !== undefined) message.links = links
    if (mentions !== undefined) message.mentions = mentions
    if (attachments !== undefined)
      message.attachments = attachments.map((file) => ({ ...file, url: files.urlOf(file.id) }))
    if (editedAt !== undefined) message.editedAt = timestamp(editedAt)
    if (deletedAt !== undefined) message.deletedAt = timestamp(deletedAt)
    return message
  }
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString()
}
