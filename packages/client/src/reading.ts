// Up to where this person has read, and how much has come since.

import type { ChatMessage } from '@parley/protocol'

interface Read {
  readonly readUpTo: number
  readonly unread: number
}

/** What stands for more. */
const MOST_UNREAD = 1000

export class Reading {
  readonly #self: () => string
  readonly #onChanged: (read: Read) => void
  #now: Read = { readUpTo: 0, unread: 0 }

  constructor({ self, onChanged }: { self: () => string; onChanged: (read: Read) => void }) {
    this.#self = self
    this.#onChanged = onChanged
  }

  get readUpTo(): number {
    return this.#now.readUpTo
  }

  get unread(): number {
    return this.#now.unread
  }

  /** As the server says. */
  set({ readUpTo, unread }: Read): void {
    if (readUpTo === this.readUpTo && unread === this.unread) return
    this.#now = { readUpTo, unread }
    this.#onChanged(this.#now)
  }

  told({ person }: ChatMessage): void {
    if (person !== this.#self()) this.#count(1)
  }

  changed({ person, id, deletedAt }: ChatMessage): void {
    if (deletedAt !== undefined && person !== this.#self() && id > this.readUpTo) this.#count(-1)
  }

  /** A thousand is more than is counted, and stays so until the server counts again. */
  #count(by: number): void {
    if (this.unread >= MOST_UNREAD) return
    this.set({ readUpTo: this.readUpTo, unread: Math.max(0, this.unread + by) })
  }
}
