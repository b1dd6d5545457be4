// Waiting in the lobby of a room: from asking to come in until somebody has said yes or no.

import { Refusal } from '@parley/protocol'
import { abortable } from './abortable.ts'

type Verdict = 'room.admitted' | 'room.denied'

export class Lobby {
  #heard: Verdict | undefined
  #wake: (() => void) | undefined

  /** Before asking to come in: what is heard from now on belongs to this question. */
  begin(): void {
    this.#heard = undefined
  }

  hear(verdict: Verdict): void {
    this.#heard = verdict
    this.#wake?.()
  }

  /** Returns when we may come. @throws {Refusal} room.denied @throws what the signal was aborted with */
  async admission(signal: AbortSignal): Promise<void> {
    if (this.#heard === undefined) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      await abortable(promise, signal)
    }
    if (this.#heard === 'room.denied') throw new Refusal('room.denied')
  }
}
