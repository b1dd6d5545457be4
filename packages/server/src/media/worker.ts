// One worker with a life: started, replaced when it dies, on the same port, until it is closed.

import { setTimeout as sleep } from 'node:timers/promises'
import { backoffMs } from './backoff.ts'
import { freePort } from './free-port.ts'
import type { Host } from './host.ts'
import type { MediaOptions, WorkerStats } from './media.ts'
import { processActivityMs } from './process-activity.ts'
import { untilHung } from './watchdog.ts'
import { StartFailure, startWorkerProcess, type WorkerProcess } from './worker-process.ts'

/** One that lived this long did not die of what killed the one before it. */
const stableMs = 10_000
const statsMs = 1_000
/** A worker that says nothing for so long forwards nothing either; a starved one answers within a fraction of it. */
const hungAfterMs = 3_000
const askEveryMs = 1_000

export class Worker {
  readonly #options: MediaOptions
  readonly #index: number
  readonly #onAlive: () => void
  readonly #closing = new AbortController()
  readonly #tried = Promise.withResolvers<void>()
  #process: WorkerProcess | undefined
  #port = 0
  #starts = 0
  #cpuSeconds = 0
  #life = Promise.resolve()

  private constructor(options: MediaOptions, index: number, onAlive: () => void) {
    this.#options = options
    this.#index = index
    this.#onAlive = onAlive
    this.#port = options.firstPort === 0 ? 0 : options.firstPort + index
  }

  /** @param onAlive called each time a process of this worker is ready */
  static open(options: MediaOptions, index: number, onAlive: () => void): Worker {
    const worker = new Worker(options, index, onAlive)
    worker.#life = worker.#live(worker.#closing.signal)
    return worker
  }

  /** Resolves when the first attempt to start has succeeded or failed. */
  get tried(): Promise<void> {
    return this.#tried.promise
  }

  /** What to open routers on; undefined while it does not live. */
  get host(): Host | undefined {
    return this.#process?.host.worker.closed === false ? this.#process.host : undefined
  }

  async stats(): Promise<WorkerStats> {
    const cpuSeconds = await this.#measureCpu()
    const host = this.host
    const { routers, transports, consumers, pipes } = host?.load ?? {
      routers: 0,
      transports: 0,
      consumers: 0,
      pipes: 0,
    }
    return {
      index: this.#index,
      alive: host !== undefined,
      pid: host?.worker.pid,
      port: this.#port,
      routers,
      transports,
      consumers,
      pipes,
      cpuSeconds,
      restarts: Math.max(0, this.#starts - 1),
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#process?.close()
    await this.#life
  }

  async #live(signal: AbortSignal): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      const since = this.#options.now()
      const error = await this.#serve(signal)
      this.#tried.resolve()
      if (signal.aborted) break
      failures = this.#options.now() - since < stableMs ? failures + 1 : 1
      const retryInMs = backoffMs(failures, this.#options.random())
      this.#complain(error, retryInMs)
      // Only the close cuts it short, and then the loop ends.
      await sleep(retryInMs, undefined, { signal }).catch(() => undefined)
    }
    this.#tried.resolve()
  }

  /** Runs one process to its end; the reason of that end, be it before the start. */
  async #serve(signal: AbortSignal): Promise<unknown> {
    try {
      const started = await this.#start(signal)
      if (signal.aborted) return await started.close()
      this.#process = started
      this.#starts++
      this.#tried.resolve()
      this.#options.log.info('a media worker is ready', this.#facts())
      this.#onAlive()
      return await this.#watchOver(started)
    } catch (error) {
      return error
    } finally {
      this.#process = undefined
      this.#cpuSeconds = 0
    }
  }

  /** Until its end, to which it is helped when it hangs. */
  async #watchOver({ host: { worker }, ended, kill }: WorkerProcess): Promise<Error | undefined> {
    const { now, log, hungAfterMs: patienceMs = hungAfterMs } = this.#options
    const watch = new AbortController()
    const ask = () => worker.getResourceUsage()
    const activityMs = () => processActivityMs(worker.pid)
    const watching = untilHung({ ask, everyMs: askEveryMs, patienceMs, activityMs, now }, watch.signal).then(
      (hangs) => {
        if (!hangs) return
        log.error('a media worker hangs and is killed', { ...this.#facts(), silentMs: patienceMs })
        kill()
      },
    )
    const error = await ended
    watch.abort()
    await watching
    return error
  }

  async #start(signal: AbortSignal): Promise<WorkerProcess> {
    const { workerBinary, listenAddress, announcedAddress, firstPort, outgoingBitrate, log } = this.#options
    // Another process may take a free port before the worker does, so it is ours only after the first success.
    if (firstPort === 0 && this.#starts === 0) this.#port = await freePort(listenAddress)
    const endpoint = { address: listenAddress, announcedAddress, port: this.#port }
    return startWorkerProcess({ binary: workerBinary, ...endpoint, outgoingBitrate, log }, signal)
  }

  #complain(error: unknown, retryInMs: number): void {
    const facts = { worker: this.#index, port: this.#port, retryInMs, error }
    if (error instanceof StartFailure) this.#options.log.error(error.message, { ...facts, advice: error.advice })
    else this.#options.log.error('a media worker died', facts)
  }

  #facts() {
    return { worker: this.#index, port: this.#port, pid: this.#process?.host.worker.pid, starts: this.#starts }
  }

  /** A worker that hangs must not hold up whoever reads the statistics: it shows its last time then. */
  async #measureCpu(): Promise<number> {
    const worker = this.host?.worker
    if (worker === undefined) return 0
    const answered = new AbortController()
    const usage = worker.getResourceUsage().then(
      ({ ru_utime, ru_stime }) => {
        this.#cpuSeconds = (ru_utime + ru_stime) / 1000
      },
      () => undefined, // It died before it answered; #serve has seen that.
    )
    const deadline = sleep(statsMs, undefined, { signal: answered.signal }).catch(() => undefined)
    await Promise.race([usage, deadline])
    answered.abort()
    return this.#cpuSeconds
  }
}
