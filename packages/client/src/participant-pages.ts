// Reads the list of participants on where a snapshot ends, page by page, over the loss of sockets.

import type { Params, Result } from '@parley/protocol'
import type { Roster } from './roster.ts'

const PAGE_OF_PARTICIPANTS = 1000

interface ParticipantPagesOptions {
  readonly room: string
  readonly roster: Roster
  readonly read: (params: Params<'room.participants'>) => Promise<Result<'room.participants'>>
  readonly onComplete: () => void
}

export class ParticipantPages {
  readonly #options: ParticipantPagesOptions
  /** Where the next page begins; undefined: the list is complete. */
  #after: string | undefined
  #isComplete = false

  constructor(options: ParticipantPagesOptions) {
    this.#options = options
  }

  /** The first page stood in a snapshot. */
  begin(next: string | undefined): Promise<void> {
    this.#after = next
    this.#isComplete = false
    return this.goOn()
  }

  async goOn(): Promise<void> {
    if (this.#isComplete) return
    const { room, roster, read, onComplete } = this.#options
    while (this.#after !== undefined) {
      const page = await read({ room, after: this.#after, limit: PAGE_OF_PARTICIPANTS })
      roster.upsert(page.participants)
      this.#after = page.next
    }
    this.#isComplete = true
    roster.complete()
    onComplete()
  }
}
