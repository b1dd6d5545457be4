// What a server on this machine uses while it is loaded, process by process, and what it says of itself over HTTP.

import { LabError } from '../exit-codes.ts'
import type { Target } from '../target.ts'
import { childrenOf, findListener, type ProcessUse, readProcess } from './processes.ts'

export interface ServerProcessSample {
  readonly pid: number
  readonly role: 'node' | 'worker' | 'other'
  /** Share of one core since the last sample. */
  readonly cpu: number
  readonly rssBytes: number
  readonly descriptors: number
  readonly threads: number
}

export interface ServerSample {
  /** unseen: not on this machine, or not ours to look at. */
  readonly state: 'running' | 'gone' | 'unseen'
  readonly processes: readonly ServerProcessSample[]
}

export interface ServerStatements {
  /** /stats, as it was answered. */
  readonly stats: unknown
  /** /metrics: each of Parley's own series with its labels, without buckets of histograms. */
  readonly metrics: Readonly<Record<string, number>>
}

export interface ServerWatchOptions {
  readonly target: Target
  readonly pid: number | undefined
  readonly metricsToken: string | undefined
  readonly nowMs: () => number
}

const ANSWER_MS = 2_000
const WORKER = 'mediasoup-worke'

export class ServerWatch {
  readonly #options: ServerWatchOptions
  readonly #pid: number | undefined
  readonly #last = new Map<number, { readonly cpuSeconds: number; readonly atMs: number }>()

  /** @throws {LabError} usage: there is no process of that id */
  constructor(options: ServerWatchOptions) {
    this.#options = options
    const { target, pid } = options
    if (pid !== undefined && readProcess(pid) === undefined)
      throw new LabError('usage', `--server-pid ${pid}: no such process`)
    this.#pid = pid ?? (target.isLocal ? findListener(target.port) : undefined)
    this.sample()
  }

  /** Undefined when it is not on this machine, or cannot be seen. */
  get pid(): number | undefined {
    return this.#pid
  }

  get pids(): number[] {
    return this.#pid === undefined ? [] : [this.#pid, ...childrenOf(this.#pid)]
  }

  sample(): ServerSample {
    const nowMs = this.#options.nowMs()
    const processes = this.pids.flatMap((pid) => {
      const use = readProcess(pid)
      return use === undefined ? [] : [this.#sampleOf(use, nowMs)]
    })
    return { state: this.#pid === undefined ? 'unseen' : processes.length === 0 ? 'gone' : 'running', processes }
  }

  /** Empty where it does not answer, or not to us. Never rejects. */
  async ask(): Promise<ServerStatements> {
    const [stats, metrics] = await Promise.all([this.#read('/stats'), this.#read('/metrics')])
    return { stats: parseJson(stats), metrics: parseMetrics(metrics ?? '') }
  }

  #sampleOf(
    { pid, command, cpuSeconds, rssBytes, descriptors, threads }: ProcessUse,
    atMs: number,
  ): ServerProcessSample {
    const last = this.#last.get(pid)
    this.#last.set(pid, { cpuSeconds, atMs })
    const cpu = last && atMs > last.atMs ? ((cpuSeconds - last.cpuSeconds) * 1_000) / (atMs - last.atMs) : 0
    const role = pid === this.#pid ? 'node' : command.startsWith(WORKER) ? 'worker' : 'other'
    return { pid, role, cpu, rssBytes, descriptors, threads }
  }

  async #read(path: string): Promise<string | undefined> {
    const { target, metricsToken } = this.#options
    const headers = metricsToken === undefined ? {} : { authorization: `Bearer ${metricsToken}` }
    try {
      const signal = AbortSignal.timeout(ANSWER_MS)
      const response = await fetch(`${target.httpUrl}${path}`, { headers, signal })
      return response.ok ? await response.text() : undefined
    } catch {
      // A server under load, or gone: that it does not answer here is in the report as an empty answer.
      return undefined
    }
  }
}

/** Series of Parley in the Prometheus text format. */
export function parseMetrics(text: string): Record<string, number> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^(parley_[^ {]+(?:\{.*\})?) (\S+)$/.exec(line) ?? []
      return name === undefined || /_bucket\{/.test(name) ? [] : [[name, Number(value)]]
    }),
  )
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    // Not Parley's; the report says that there was no answer of use.
    return undefined
  }
}
