// The pool of workers: places routers and rooms on them, and says whether any lives.

import { Refusal } from '@parley/protocol'
import { describeCapabilities } from './capabilities.ts'
import type { Host } from './host.ts'
import type { Media, MediaOptions, RouterEvents, RouterSet, RouterSetEvents, WorkerStats } from './media.ts'
import { type Load, leastLoaded } from './placement.ts'
import { WorkerRouter } from './router.ts'
import { type RouterPool, WorkerRouterSet } from './router-set.ts'
import { Worker } from './worker.ts'

const none: ReadonlySet<Host> = new Set()

export class Workers implements Media, RouterPool {
  readonly #options: MediaOptions
  readonly rtpCapabilities = describeCapabilities()
  readonly #workers: readonly Worker[]
  readonly #waiting = new Set<PromiseWithResolvers<void>>()
  #closed: Promise<void> | undefined

  private constructor(options: MediaOptions) {
    this.#options = options
    const indices = Array.from({ length: options.workers }, (_, index) => index)
    this.#workers = indices.map((index) => Worker.open(options, index, () => this.#wake()))
  }

  /** Resolves when each worker has been tried once, whether it lives or not. */
  static async open(options: MediaOptions): Promise<Workers> {
    const workers = new Workers(options)
    await Promise.all(workers.#workers.map((worker) => worker.tried))
    return workers
  }

  get available(): boolean {
    return this.#closed === undefined && this.#hosts().length > 0
  }

  openRouterSet(events: RouterSetEvents): RouterSet {
    return new WorkerRouterSet({ pool: this, spreadAbove: this.#options.spreadAbove, events })
  }

  spareLoad(except: ReadonlySet<Host>): Load | undefined {
    return this.#lightest(except)?.load
  }

  async openRouter(events: RouterEvents, except = none): Promise<WorkerRouter> {
    for (;;) {
      const host = this.#lightest(except)
      if (host === undefined) throw new Refusal('media.unavailable')
      try {
        return await WorkerRouter.open(host, events)
      } catch (error) {
        // It died under the request: another may live.
        if (!host.worker.closed) throw error
      }
    }
  }

  async untilAvailable(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#closed !== undefined) throw new Refusal('media.unavailable')
    if (this.available) return
    const waiter = Promise.withResolvers<void>()
    const giveUp = () => waiter.reject(signal.reason)
    signal.addEventListener('abort', giveUp)
    this.#waiting.add(waiter)
    try {
      await waiter.promise
    } finally {
      this.#waiting.delete(waiter)
      signal.removeEventListener('abort', giveUp)
    }
  }

  stats(): Promise<WorkerStats[]> {
    return Promise.all(this.#workers.map((worker) => worker.stats()))
  }

  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #end(): Promise<void> {
    for (const { reject } of this.#waiting) reject(new Refusal('media.unavailable'))
    await Promise.all(this.#workers.map((worker) => worker.close()))
  }

  #lightest(except: ReadonlySet<Host>): Host | undefined {
    return this.#closed === undefined ? leastLoaded(this.#hosts().filter((host) => !except.has(host))) : undefined
  }

  #hosts() {
    return this.#workers.map(({ host }) => host).filter((host) => host !== undefined)
  }

  #wake(): void {
    for (const { resolve } of this.#waiting) resolve()
  }
}
