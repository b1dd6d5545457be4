// How often somebody may try in vain: so many at once from one address, and one more each while.

export interface AttemptsOptions {
  readonly atOnce: number
  readonly perMinute: number
  readonly now: () => number
}

/** Addresses that are remembered; the one that tried longest ago is forgotten first. */
const mostAddresses = 10_000

export class Attempts {
  readonly #options: AttemptsOptions
  readonly #left = new Map<string, { count: number; atMs: number }>()

  constructor(options: AttemptsOptions) {
    this.#options = options
  }

  /** Whether one more is allowed; it counts as vain until `succeeded` is called. */
  begin(address: string): boolean {
    const nowMs = this.#options.now()
    const count = this.#count(address, nowMs)
    if (count < 1) return false
    this.#keep(address, count - 1, nowMs)
    return true
  }

  succeeded(address: string): void {
    const nowMs = this.#options.now()
    this.#keep(address, this.#count(address, nowMs) + 1, nowMs)
  }

  #count(address: string, nowMs: number): number {
    const { atOnce, perMinute } = this.#options
    const known = this.#left.get(address)
    if (known === undefined) return atOnce
    return Math.min(atOnce, known.count + ((nowMs - known.atMs) * perMinute) / 60_000)
  }

  #keep(address: string, count: number, atMs: number): void {
    this.#left.delete(address)
    if (count >= this.#options.atOnce) return
    this.#left.set(address, { count, atMs })
    const oldest = this.#left.keys().next()
    if (this.#left.size > mostAddresses && !oldest.done) this.#left.delete(oldest.value)
  }
}
