// A gate that callers pass when it is open and wait at while it is shut; broken, it turns everyone away for good.

import { aborted, type ParleyError } from './errors.ts'

interface Waiter {
  pass(): void
  refuse(error: ParleyError): void
}

export class Gate {
  readonly #waiters = new Set<Waiter>()
  #open = false
  #broken: ParleyError | undefined

  open(): void {
    this.#open = true
    for (const waiter of [...this.#waiters]) waiter.pass()
  }

  shut(): void {
    this.#open = false
  }

  break(error: ParleyError): void {
    this.#broken ??= error
    for (const waiter of [...this.#waiters]) waiter.refuse(error)
  }

  /** @throws {ParleyError} aborted, or what the gate was broken with */
  pass(signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(aborted(signal))
    if (this.#broken) return Promise.reject(this.#broken)
    if (this.#open) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#waiters.delete(waiter)
        signal?.removeEventListener('abort', onAbort)
      }
      const waiter: Waiter = {
        pass() {
          settle()
          resolve()
        },
        refuse(error) {
          settle()
          reject(error)
        },
      }
      const onAbort = () => signal && waiter.refuse(aborted(signal))
      this.#waiters.add(waiter)
      signal?.addEventListener('abort', onAbort)
    })
  }
}
