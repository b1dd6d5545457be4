// The newest messages of a room, as they are now: a joiner's snapshot needs no read and misses nothing.

import type { ChatMessage } from '@parley/protocol'

export class ChatTail {
  readonly #shown: number
  #messages: ChatMessage[]
  #older: boolean

  /** How many must be read to begin with: one tells how far ids have come. */
  static kept(shown: number): number {
    return Math.max(1, shown)
  }

  /** @param shown how many a joiner is given */
  constructor(shown: number, { messages, more }: { messages: ChatMessage[]; more: boolean }) {
    this.#shown = shown
    this.#messages = messages
    this.#older = more
  }

  /** For a joiner. */
  get shown(): { messages: ChatMessage[]; more: boolean } {
    const messages = this.#shown === 0 ? [] : [...this.#messages]
    return { messages, more: this.#older || messages.length < this.#messages.length }
  }

  /** Id of the newest message that was told; 0: none. */
  get newest(): number {
    return this.#messages.at(-1)?.id ?? 0
  }

  add(message: ChatMessage): void {
    this.#messages.push(message)
    if (this.#messages.length <= ChatTail.kept(this.#shown)) return
    this.#messages.shift()
    this.#older = true
  }

  /** Snapshots that were given out stay as they were. */
  replace(message: ChatMessage): void {
    this.#messages = this.#messages.map((known) => (known.id === message.id ? message : known))
  }

  hasSpoken(person: string): boolean {
    return this.#messages.some((message) => message.person === person)
  }
}
