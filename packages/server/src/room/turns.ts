// Work in turns: what may go together does, what must be alone waits for all before it and holds up all that comes after.

export class Turns {
  readonly #together = new Set<Promise<unknown>>()
  /** The last that is alone, and has not ended. */
  #alone: Promise<unknown> | undefined

  /** Begins at once where nothing that must be alone is waiting or under way. */
  together<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#alone === undefined ? work() : settled([this.#alone]).then(work)
    const ended = settled([turn]).then(() => void this.#together.delete(ended))
    this.#together.add(ended)
    return turn
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = settled([...this.#together, this.#alone]).then(work)
    const ended: Promise<void> = settled([turn]).then(() => {
      if (this.#alone === ended) this.#alone = undefined
    })
    this.#alone = ended
    return turn
  }
}

/** However they end: that is told to whoever has asked for the work. */
async function settled(work: readonly unknown[]): Promise<void> {
  await Promise.allSettled(work)
}
