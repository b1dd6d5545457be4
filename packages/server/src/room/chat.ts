// Text that a room keeps: stored first, then told in the order of storing.

import type { ChatMessage } from '@parley/protocol'
import type { Store } from '../store/store.ts'

export interface ChatOptions {
  readonly room: string
  readonly epoch: number
  readonly store: Store
  /** How many messages a joiner is given. */
  readonly tailLength: number
  /** Called once per message, after it is stored. */
  readonly stored: (message: ChatMessage) => void
}

export interface Draft {
  readonly person: string
  readonly name: string
  readonly text: string
  readonly key?: string
}

type Row = Awaited<ReturnType<Store['messages']['append']>>

export class Chat {
  readonly #options: ChatOptions
  /** The newest messages, kept so that a joiner's snapshot needs no read and misses nothing. */
  readonly #tail: ChatMessage[]
  #older: boolean

  static async open(options: ChatOptions): Promise<Chat> {
    const { messages, more } = await options.store.messages.page(options.room, {
      limit: Math.max(1, options.tailLength),
    })
    return new Chat(options, messages.map(toMessage), more)
  }

  private constructor(options: ChatOptions, tail: ChatMessage[], older: boolean) {
    this.#options = options
    this.#tail = tail
    this.#older = older
    this.#trim()
  }

  get tail(): { messages: ChatMessage[]; more: boolean } {
    return { messages: [...this.#tail], more: this.#older }
  }

  /**
   * Resolves after the message is stored. Refusals: store.unavailable, room.closed. The store answers in the order of the
   * calls, so that messages are told in the order of their ids.
   */
  async send(draft: Draft): Promise<ChatMessage> {
    const { room, epoch, store, stored } = this.#options
    const row = await store.messages.append({ room, epoch, ...draft })
    const message = toMessage(row)
    if (row.repeated) return message
    this.#tail.push(message)
    this.#trim()
    stored(message)
    return message
  }

  async page(page: { before?: number; limit: number }): Promise<{ messages: ChatMessage[]; more: boolean }> {
    const { messages, more } = await this.#options.store.messages.page(this.#options.room, page)
    return { messages: messages.map(toMessage), more }
  }

  #trim(): void {
    if (this.#tail.length <= this.#options.tailLength) return
    this.#tail.splice(0, this.#tail.length - this.#options.tailLength)
    this.#older = true
  }
}

function toMessage({ id, person, name, text, sentAt }: Omit<Row, 'repeated'>): ChatMessage {
  return { id, person, name, text, sentAt: new Date(sentAt).toISOString() }
}
