// Everything that the processes of a run have told, kept as it comes in: what the report is made of.

import { Histogram } from '../rtp/histogram.ts'
import { noTotals } from '../swarm/engine.ts'
import type { ClientReport, ClientSample, FromChild, GeneratorSample, MethodTimes } from '../swarm/messages.ts'
import type { Plan } from '../swarm/plan.ts'
import { isSettled, type Snapshot } from './expectation.ts'

export interface ProcessRecord {
  readonly pid: number
  readonly scheduleError: Histogram
  /** Of each second: the 99th percentile of its loop's lag in ms, and how much of it the loop worked. */
  readonly loopLagP99Ms: number[]
  readonly loopUse: number[]
  /** Of each second: how much of it the thread that was worst off had work and no processor. */
  readonly waitShare: number[]
  loopLagMaxMs: number
  rssMaxBytes: number
  latest: GeneratorSample
}

export interface Death {
  readonly pid: number
  readonly clients: readonly number[]
  readonly how: string
}

export interface Steady {
  readonly atMs: number
  readonly snapshot: Snapshot
}

/** If not everybody receives from everybody by then, the steady time begins all the same. */
const SETTLE_MS = 5_000
/** A new subscription waits for a key frame, and a server asks for those at most once a second. */
const SETTLED_SECONDS = 2

export class RunRecord {
  readonly plan: Plan
  readonly processes = new Map<number, ProcessRecord>()
  readonly clients = new Map<number, ClientSample>()
  readonly reports = new Map<number, ClientReport>()
  readonly processOf = new Map<number, number>()
  readonly methods = new Map<string, { readonly ok: Histogram; failed: number }>()
  readonly latency = { audio: new Histogram(), video: new Histogram() }
  readonly deaths: Death[] = []
  steady: Steady | undefined
  #settledSeconds = 0
  readonly #media: { readonly audio: boolean; readonly video: boolean }

  constructor(plan: Plan, media: { readonly audio: boolean; readonly video: boolean }) {
    this.plan = plan
    this.#media = media
  }

  receive(pid: number, message: FromChild): void {
    if (message.type === 'sample') this.#onSample(pid, message.sample)
    else if (message.type === 'client') this.#onReport(message.report)
    else if (message.type === 'methods') this.#onMethods(message.methods)
  }

  /** Its clients have failed, whatever they had achieved. */
  died(pid: number, clients: readonly number[], how: string): void {
    this.deaths.push({ pid, clients, how })
    for (const id of clients) {
      const last = this.clients.get(id) ?? neverHeardOf(id)
      const errors = [...last.errors, `its process died: ${how}`]
      const state = last.state === 'connected' || last.state === 'reconnecting' ? 'lost' : 'failed'
      this.clients.set(id, { ...last, state, errors, errorCount: last.errorCount + 1 })
      this.processOf.set(id, pid)
    }
  }

  /** Begins the steady time when it is time to: called each second. */
  settle(nowMs: number): void {
    const { rampedUpAtMs, stopAtMs, clients } = this.plan
    if (this.steady || nowMs < rampedUpAtMs || !this.#isInStep()) return
    const latestMs = rampedUpAtMs + Math.min(SETTLE_MS, (stopAtMs - rampedUpAtMs) / 2)
    this.#settledSeconds = isSettled(clients, this.clients, this.#media) ? this.#settledSeconds + 1 : 0
    if (nowMs < latestMs && this.#settledSeconds < SETTLED_SECONDS) return
    const atMs = Math.max(...[...this.processes.values()].map(({ latest }) => latest.atMs))
    this.steady = { atMs, snapshot: new Map(this.clients) }
  }

  /** The processes that live have told of the same second. */
  #isInStep(): boolean {
    const dead = new Set(this.deaths.map(({ pid }) => pid))
    const seconds = [...this.processes.values()]
      .filter(({ pid }) => !dead.has(pid))
      .map(({ latest }) => Math.round(latest.atMs / 1_000))
    return seconds.length > 0 && seconds.every((second) => second === seconds[0])
  }

  #onSample(pid: number, sample: GeneratorSample): void {
    const process = this.processes.get(pid) ?? newProcess(pid, sample)
    this.processes.set(pid, process)
    process.latest = sample
    process.scheduleError.merge(sample.scheduleError)
    process.loopLagP99Ms.push(sample.loopLagP99Ms)
    process.loopUse.push(sample.loopUse)
    process.waitShare.push(sample.waitShare)
    process.loopLagMaxMs = Math.max(process.loopLagMaxMs, sample.loopLagMaxMs)
    process.rssMaxBytes = Math.max(process.rssMaxBytes, sample.rssBytes)
    this.latency.audio.merge(sample.latency.audio)
    this.latency.video.merge(sample.latency.video)
    for (const client of sample.clients) {
      this.clients.set(client.id, client)
      this.processOf.set(client.id, pid)
    }
  }

  #onReport(report: ClientReport): void {
    this.reports.set(report.id, report)
    const { name: _name, room: _room, latency: _latency, streams: _streams, ...sample } = report
    this.clients.set(report.id, sample)
  }

  #onMethods(methods: Readonly<Record<string, MethodTimes>>): void {
    for (const [method, { ok, failed }] of Object.entries(methods)) {
      const times = this.methods.get(method) ?? { ok: new Histogram(), failed: 0 }
      times.ok.merge(ok)
      times.failed += failed
      this.methods.set(method, times)
    }
  }
}

function newProcess(pid: number, latest: GeneratorSample): ProcessRecord {
  const scheduleError = new Histogram()
  return { pid, scheduleError, loopLagP99Ms: [], loopUse: [], waitShare: [], loopLagMaxMs: 0, rssMaxBytes: 0, latest }
}

function neverHeardOf(id: number): ClientSample {
  return {
    id,
    state: 'waiting',
    times: {},
    strangers: 0,
    reconnects: 0,
    errorCount: 0,
    errors: [],
    messagesSent: 0,
    messagesReceived: 0,
    producersCreated: 0,
    consumersCreated: 0,
    ...noTotals,
  }
}
