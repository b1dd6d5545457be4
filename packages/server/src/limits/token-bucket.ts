// Limits how often something may happen: so many per second on average, so many at once.

export class TokenBucket {
  readonly #perMs: number
  readonly #burst: number
  #tokens: number
  #atMs: number

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.#perMs = perSecond / 1000
    this.#burst = burst
    this.#tokens = burst
    this.#atMs = nowMs
  }

  /** Whether something of this cost may happen now; if so, it is counted. Nothing costs more than a burst. */
  take(nowMs: number, cost = 1): boolean {
    this.#tokens = Math.min(this.#burst, this.#tokens + Math.max(0, nowMs - this.#atMs) * this.#perMs)
    this.#atMs = nowMs
    const price = Math.min(cost, this.#burst)
    if (this.#tokens < price) return false
    this.#tokens -= price
    return true
  }

  /** What was taken does not count. */
  giveBack(cost = 1): void {
    this.#tokens += cost
  }
}
