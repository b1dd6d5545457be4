// How many of something each key holds now, which time does not give back, unlike a rate. A key that holds none is forgotten.

export class Tally {
  readonly #held = new Map<string, number>()

  /** Counts one more, unless the key holds as many as it may. */
  take(key: string, limit: number): boolean {
    const held = this.of(key)
    if (held >= limit) return false
    this.#held.set(key, held + 1)
    return true
  }

  /** One that was taken is gone. */
  give(key: string): void {
    const held = this.of(key)
    if (held > 1) this.#held.set(key, held - 1)
    else this.#held.delete(key)
  }

  of(key: string): number {
    return this.#held.get(key) ?? 0
  }

  /** How many keys hold something. */
  get size(): number {
    return this.#held.size
  }
}
