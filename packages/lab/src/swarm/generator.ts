// The work of one child process: its clients, carried out as planned, and a sample of them each second.

import { performance } from 'node:perf_hooks'
import { RunQueue } from '../machine/run-queue.ts'
import { Histogram } from '../rtp/histogram.ts'
import { Client } from './client.ts'
import type { Engine } from './engine.ts'
import { LoopLag } from './loop-lag.ts'
import type { Assignment, FromChild, GeneratorSample, MethodTimes } from './messages.ts'
import { DRAIN_MS, type PlanEvent } from './plan.ts'

export interface GeneratorOptions {
  readonly engine: Engine
  readonly assignment: Assignment
  readonly send: (message: FromChild) => void
}

const SAMPLE_MS = 1_000

export class Generator {
  readonly #options: GeneratorOptions
  readonly #clients: ReadonlyMap<number, Client>
  readonly #methods = new Map<string, { readonly ok: Histogram; failed: number }>()
  readonly #loopLag: LoopLag
  readonly #runQueue: RunQueue
  readonly #ended = Promise.withResolvers<void>()
  #loopUse = performance.eventLoopUtilization()
  #zeroUs = 0
  #next = 0
  #eventTimer: NodeJS.Timeout | undefined
  #sampleTimer: NodeJS.Timeout | undefined
  #stopping: Promise<void> | undefined

  constructor(options: GeneratorOptions) {
    this.#options = options
    const { engine, assignment } = options
    this.#loopLag = new LoopLag(() => engine.clock.nowUs())
    this.#runQueue = new RunQueue(() => engine.clock.nowUs())
    this.#clients = new Map(
      assignment.clients.map((plan) => [
        plan.id,
        new Client({
          plan,
          assignment,
          openMedia: (onError) =>
            engine.openClient(
              onError,
              plan.impaired ? { phases: assignment.network, zeroUs: this.#zeroUs } : undefined,
            ),
          nowUs: () => engine.clock.nowUs(),
          onAnswer: (method, tookUs, isError) => this.#onAnswer(method, tookUs, isError),
        }),
      ]),
    )
  }

  /** Resolves when all have left and everything was told. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  /** `atUs`: zero of the plan, the same moment in all processes. */
  start(atUs: number): void {
    this.#zeroUs = atUs
    this.#loopLag.start()
    this.#runQueue.start()
    this.#loopUse = performance.eventLoopUtilization()
    this.#scheduleEvent()
    this.#scheduleSample()
  }

  /** Ends as the plan ends, but now. Idempotent; never rejects. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  get #nowMs(): number {
    return (this.#options.engine.clock.nowUs() - this.#zeroUs) / 1_000
  }

  #scheduleEvent(): void {
    const event = this.#options.assignment.events[this.#next]
    if (this.#stopping) return
    if (event) this.#eventTimer = setTimeout(() => this.#runEvents(), Math.max(0, event.atMs - this.#nowMs))
  }

  #runEvents(): void {
    const { events } = this.#options.assignment
    for (let event = events[this.#next]; event && event.atMs <= this.#nowMs; event = events[this.#next]) {
      this.#next++
      this.#run(event)
    }
    this.#scheduleEvent()
  }

  #run({ action, client: id, atMs }: PlanEvent): void {
    const client = this.#clients.get(id)
    if (action === 'join') void client?.join(Math.round(this.#nowMs - atMs))
    else if (action === 'stop') client?.stop()
    // All leave at once, and with the last the work is done.
    else void this.stop()
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#eventTimer)
    const stoppedEarly = this.#options.assignment.events.some(({ action }, at) => action === 'stop' && at >= this.#next)
    if (stoppedEarly) {
      for (const client of this.#clients.values()) client.stop()
      // What is on the way still counts.
      await new Promise((resolve) => setTimeout(resolve, DRAIN_MS))
    }
    clearTimeout(this.#sampleTimer)
    // Before they leave: a participant that goes takes its streams with it.
    this.#sample()
    const reports = [...this.#clients.values()].map((client) => ({ client, before: client.report() }))
    await Promise.all(reports.map(({ client }) => client.leave()))
    const { send } = this.#options
    for (const { client, before } of reports) {
      const { state, errors, errorCount } = client.sample()
      send({ type: 'client', report: { ...before, state, errors, errorCount } })
    }
    send({ type: 'methods', methods: this.#methodTimes() })
    this.#loopLag.stop()
    this.#ended.resolve()
  }

  /** At whole seconds of the plan: so that samples of different processes fit together. */
  #scheduleSample(afterMs = 0): void {
    const next = Math.max(afterMs + SAMPLE_MS, Math.floor(this.#nowMs / SAMPLE_MS) * SAMPLE_MS)
    this.#sampleTimer = setTimeout(() => {
      this.#sample()
      this.#scheduleSample(next)
    }, next - this.#nowMs)
  }

  #sample(): void {
    this.#options.send({ type: 'sample', sample: this.#takeSample() })
  }

  #takeSample(): GeneratorSample {
    const { engine } = this.#options
    const { user, system } = process.cpuUsage()
    const loopUse = performance.eventLoopUtilization(this.#loopUse)
    this.#loopUse = performance.eventLoopUtilization()
    const lag = this.#loopLag.take()
    const scheduleError = engine.scheduleError.toJSON()
    engine.scheduleError.reset()
    return {
      atMs: this.#nowMs,
      cpuSeconds: (user + system) / 1e6,
      rssBytes: process.memoryUsage.rss(),
      loopUse: loopUse.utilization,
      loopLagP99Ms: lag.p99Ms,
      loopLagMaxMs: lag.maxMs,
      waitShare: this.#runQueue.takeWaitShare(),
      scheduleError,
      unsent: engine.unsent,
      latency: this.#takeLatency(),
      clients: [...this.#clients.values()].map((client) => client.sample()),
    }
  }

  #takeLatency(): GeneratorSample['latency'] {
    const all = { audio: new Histogram(), video: new Histogram() }
    for (const { media, latency } of this.#clients.values()) {
      for (const kind of ['audio', 'video'] as const) {
        const fresh = media?.latency[kind]
        if (fresh === undefined || fresh.count === 0) continue
        const data = fresh.toJSON()
        fresh.reset()
        all[kind].merge(data)
        latency[kind].merge(data)
      }
    }
    return { audio: all.audio.toJSON(), video: all.video.toJSON() }
  }

  #onAnswer(method: string, tookUs: number, isError: boolean): void {
    const times = this.#methods.get(method) ?? { ok: new Histogram(), failed: 0 }
    this.#methods.set(method, times)
    if (isError) times.failed++
    else times.ok.add(tookUs)
  }

  #methodTimes(): Record<string, MethodTimes> {
    return Object.fromEntries(
      [...this.#methods].map(([method, { ok, failed }]) => [method, { ok: ok.toJSON(), failed }]),
    )
  }
}
