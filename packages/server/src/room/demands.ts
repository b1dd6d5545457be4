// Tells publishers how large their videos are looked at: when the tick is over, and what is less after its pause.

import { Demand, type Demanded } from './topology/demand.ts'

export interface DemandsOptions {
  /** What may have changed since it was asked last. */
  readonly changed: () => readonly Demanded[]
  readonly tell: (demanded: readonly Demanded[]) => void
  readonly now: () => number
}

export class Demands {
  readonly #options: DemandsOptions
  readonly #demand = new Demand()
  #tick: NodeJS.Immediate | undefined
  #pause: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: DemandsOptions) {
    this.#options = options
  }

  /** Something may have changed. */
  notice(): void {
    if (this.#closed) return
    this.#tick ??= setImmediate(() => {
      this.#tick = undefined
      this.#tell()
    })
  }

  /** The publisher was told that nobody looks. */
  isUnseen(track: string): boolean {
    return this.#demand.isUnseen(track)
  }

  /** The publishers of these may not have heard what they were told. */
  retell(tracks: Iterable<string>): void {
    for (const track of tracks) this.#demand.retell(track)
    this.notice()
  }

  forget(track: string): void {
    this.#demand.forget(track)
  }

  close(): void {
    this.#closed = true
    clearImmediate(this.#tick)
    clearTimeout(this.#pause)
  }

  #tell(): void {
    const nowMs = this.#options.now()
    for (const demanded of this.#options.changed()) this.#demand.set(demanded, nowMs)
    const due = this.#demand.take(nowMs)
    if (due.length > 0) this.#options.tell(due)
    clearTimeout(this.#pause)
    const nextAtMs = this.#demand.nextAtMs
    if (nextAtMs !== undefined) this.#pause = setTimeout(() => this.#tell(), Math.max(1, nextAtMs - nowMs))
  }
}
