// How much data one participant may send: so many messages and bytes per second on average, twice as much at once. Pure.

export interface Rate {
  readonly messagesPerSecond: number
  readonly bytesPerSecond: number
}

/** What is sent at once may be worth so many seconds. */
const burstSeconds = 2

export class Allowance {
  readonly #rate: Rate
  #messages: number
  #bytes: number
  #atMs: number

  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate
    this.#messages = rate.messagesPerSecond * burstSeconds
    this.#bytes = rate.bytesPerSecond * burstSeconds
    this.#atMs = nowMs
  }

  /** Whether a message of this size may pass now; if so, it is counted. None is larger than what may be sent at once. */
  take(bytes: number, nowMs: number): boolean {
    const { messagesPerSecond, bytesPerSecond } = this.#rate
    const seconds = (nowMs - this.#atMs) / 1000
    this.#atMs = nowMs
    this.#messages = Math.min(messagesPerSecond * burstSeconds, this.#messages + seconds * messagesPerSecond)
    this.#bytes = Math.min(bytesPerSecond * burstSeconds, this.#bytes + seconds * bytesPerSecond)
    const price = Math.min(bytes, bytesPerSecond * burstSeconds)
    if (this.#messages < 1 || this.#bytes < price) return false
    this.#messages -= 1
    this.#bytes -= price
    return true
  }
}
