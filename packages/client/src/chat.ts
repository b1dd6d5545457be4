// The messages of a room as far as they are known: the newest, by rising id, without duplicates and without holes.

import type { ChatMessage, Result } from '@parley/protocol'
import type { CallOptions } from './api.ts'
import { mergeMessages } from './merge.ts'

const PAGE = 50
const LARGEST_PAGE = 200
/** Who was away for longer than this reads on from the end, and backwards when they ask for it. */
const PAGES_AFTER_ABSENCE = 2
/** A room may be talkative for weeks. */
const MOST_KEPT = 5_000

interface ChatOptions {
  readonly history: (before: number, limit: number, options?: CallOptions) => Promise<Result<'chat.history'>>
  readonly onMessage: (message: ChatMessage) => void
  readonly onChanged: (message: ChatMessage) => void
}

export class Chat {
  readonly #options: ChatOptions
  #list: ChatMessage[] = []
  /** The list as it was last shown: whoever holds it does not see it change. */
  #shown: readonly ChatMessage[] | undefined
  #more = false
  /** Rises with the pages that the app asks for: these are not taken from under its reader. */
  #mostKept = MOST_KEPT

  constructor(options: ChatOptions) {
    this.#options = options
  }

  get messages(): readonly ChatMessage[] {
    this.#shown ??= [...this.#list]
    return this.#shown
  }

  get more(): boolean {
    return this.#more
  }

  /** Adds what is new and tells it. */
  add(incoming: readonly ChatMessage[]): void {
    const added = this.#take(incoming)
    this.#forget(this.#list.length - this.#mostKept)
    for (const message of added) this.#options.onMessage(message)
  }

  /** It was edited or deleted. */
  change(message: ChatMessage): void {
    const at = this.#list.findIndex(({ id }) => id === message.id)
    if (at >= 0) {
      this.#list[at] = message
      this.#shown = undefined
    }
    this.#options.onChanged(message)
  }

  /**
   * The last messages as a join found them. What was said, edited and deleted before these since the last time is read in the
   * background. Where that is too much, or cannot be read, the known ones go if there is a hole after them.
   */
  async snapshot(last: readonly ChatMessage[], more: boolean): Promise<void> {
    const [first, end] = [this.#list[0], this.#list.at(-1)]
    this.add(last)
    // Nothing is older than a list without more.
    if (!end || !more) this.#more = more
    const [oldest] = last
    if (first && end && more && oldest) await this.#catchUp({ first: first.id, last: end.id }, oldest.id)
  }

  /** Reads the page before the oldest known message. */
  async older(limit = PAGE, options?: CallOptions): Promise<readonly ChatMessage[]> {
    const [oldest] = this.#list
    if (!oldest || !this.#more) return []
    const page = await this.#options.history(oldest.id, Math.min(limit, LARGEST_PAGE), options)
    // Forgotten meanwhile: this page stands before a gap now.
    if (this.#isForgotten(oldest.id)) return this.older(limit, options)
    const added = this.#take(page.messages)
    this.#mostKept = Math.max(this.#mostKept, this.#list.length)
    this.#more = page.more
    return added
  }

  /** Reads backwards from the message `above` to the first that was known, or as far as is read after an absence. */
  async #catchUp(known: { readonly first: number; readonly last: number }, above: number): Promise<void> {
    let oldest = above
    const closeHole = () => {
      if (oldest > known.last) this.#forgetBefore(oldest)
    }
    try {
      for (let pages = 0; pages < PAGES_AFTER_ABSENCE && oldest > known.first; pages++) {
        const page = await this.#options.history(oldest, LARGEST_PAGE)
        // A later snapshot has given the old ones up, and the gap with them.
        if (this.#isForgotten(oldest)) return
        this.add(page.messages)
        if (!page.more) this.#more = false
        oldest = page.messages[0]?.id ?? known.first
      }
    } catch (error) {
      closeHole()
      throw error
    }
    closeHole()
  }

  /** Returns those that were not known. */
  #take(incoming: readonly ChatMessage[]): readonly ChatMessage[] {
    const [next] = incoming
    if (incoming.length === 1 && next && next.id > (this.#list.at(-1)?.id ?? 0)) {
      // Nearly always: one message comes at the end, and that must not cost more in a long list.
      this.#list.push(next)
      this.#shown = undefined
      return incoming
    }
    const { messages, added, changed } = mergeMessages(this.#list, incoming)
    if (added.length + changed.length > 0) {
      this.#list = [...messages]
      this.#shown = undefined
    }
    for (const message of changed) this.#options.onChanged(message)
    return added
  }

  #isForgotten(id: number): boolean {
    const [oldest] = this.#list
    return oldest !== undefined && oldest.id > id
  }

  #forgetBefore(id: number): void {
    this.#forget(this.#list.findIndex((message) => message.id >= id))
  }

  /** Drops so many of the oldest. */
  #forget(count: number): void {
    if (count <= 0) return
    this.#list.splice(0, count)
    this.#shown = undefined
    this.#more = true
  }
}
