// The messages of a room as far as they are known: merged by id, without duplicates, and without holes after a reconnect.

import type { ChatMessage, Result } from '@parley/protocol'
import type { CallOptions } from './api.ts'
import { mergeMessages } from './merge.ts'

const PAGE = 50
const LARGEST_PAGE = 200

export interface ChatOptions {
  readonly history: (before: number, limit: number, options?: CallOptions) => Promise<Result<'chat.history'>>
  readonly onMessage: (message: ChatMessage) => void
}

export class Chat {
  readonly #options: ChatOptions
  #messages: readonly ChatMessage[] = []
  #more = false

  constructor(options: ChatOptions) {
    this.#options = options
  }

  get messages(): readonly ChatMessage[] {
    return this.#messages
  }

  get more(): boolean {
    return this.#more
  }

  /** Adds what is new and tells it. */
  add(incoming: readonly ChatMessage[]): void {
    const { messages, added } = mergeMessages(this.#messages, incoming)
    this.#messages = messages
    for (const message of added) this.#options.onMessage(message)
  }

  /** The last messages as a join found them; what was said between them and what is known is read in the background. */
  async snapshot(last: readonly ChatMessage[], more: boolean): Promise<void> {
    const newestKnown = this.#messages.at(-1)
    this.add(last)
    if (!newestKnown) {
      this.#more = more
      return
    }
    let oldest = last[0]
    let mayMiss = more
    while (mayMiss && oldest && oldest.id > newestKnown.id) {
      const page = await this.#options.history(oldest.id, LARGEST_PAGE)
      this.add(page.messages)
      oldest = page.messages[0]
      mayMiss = page.more
    }
  }

  /** Reads the page before the oldest known message. */
  async older(limit = PAGE, options?: CallOptions): Promise<readonly ChatMessage[]> {
    const oldest = this.#messages[0]
    if (!oldest || !this.#more) return []
    const page = await this.#options.history(oldest.id, Math.min(limit, LARGEST_PAGE), options)
    const { messages, added } = mergeMessages(this.#messages, page.messages)
    this.#messages = messages
    this.#more = page.more
    return added
  }
}
