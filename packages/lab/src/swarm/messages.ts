// What parent and child processes of the swarm tell each other.

import type { Encoding } from '@parley/protocol'
import type { Phase } from '../impair/phases.ts'
import type { VideoSize } from '../options.ts'
import type { HistogramData } from '../rtp/histogram.ts'
import type { Identity } from '../token.ts'
import type { ClientTotals, StreamReport } from './engine.ts'
import type { ClientPlan, PlanEvent } from './plan.ts'

/** waiting: not begun. lost: it was connected, and the server sent it away or went away. */
export type ClientState = 'waiting' | 'connecting' | 'connected' | 'reconnecting' | 'failed' | 'lost' | 'left'

/** What a child is to do. */
export interface Assignment {
  readonly url: string
  readonly encoding: Encoding
  readonly audio: boolean
  readonly video: VideoSize | undefined
  readonly simulcast: boolean
  /** Messages that each client writes a minute. */
  readonly chat: number
  /** Of the run: part of the names of its clients. */
  readonly seed: number
  /** Of this process. */
  readonly engineSeed: number
  readonly clients: readonly AssignedClient[]
  /** What the packets of those pass that are `impaired`. */
  readonly network: readonly Phase[]
  readonly events: readonly PlanEvent[]
}

export type AssignedClient = ClientPlan & Identity

export type ToChild =
  | { readonly type: 'assign'; readonly assignment: Assignment }
  /** Begin: the zero of the plan, in µs of CLOCK_MONOTONIC. */
  | { readonly type: 'start'; readonly atUs: number }
  /** Stop sending, leave, report, end: before the plan says so. */
  | { readonly type: 'stop' }

export type FromChild =
  | { readonly type: 'ready' }
  | { readonly type: 'sample'; readonly sample: GeneratorSample }
  /** At the end. */
  | { readonly type: 'client'; readonly report: ClientReport }
  | { readonly type: 'methods'; readonly methods: Readonly<Record<string, MethodTimes>> }
  | { readonly type: 'done' }

/** One second of one process. Histograms hold what this second brought; counts go on from the start. */
export interface GeneratorSample {
  /** From the zero of the plan. */
  readonly atMs: number
  readonly cpuSeconds: number
  readonly rssBytes: number
  /** Share of this second in which the event loop worked, 0–1. */
  readonly loopUse: number
  readonly loopLagP99Ms: number
  readonly loopLagMaxMs: number
  /** Share of this second in which its thread that was worst off had work and no processor, 0–1. */
  readonly waitShare: number
  readonly scheduleError: HistogramData
  readonly unsent: number
  readonly latency: Latency
  readonly clients: readonly ClientSample[]
}

/** One-way, µs. */
export interface Latency {
  readonly audio: HistogramData
  readonly video: HistogramData
}

export interface ClientSample extends ClientTotals {
  readonly id: number
  readonly state: ClientState
  readonly times: ConnectTimes
  /** Participants of its room that are not of this run, when it stopped sending. */
  readonly strangers: number
  readonly reconnects: number
  readonly errorCount: number
  /** The first ones. */
  readonly errors: readonly string[]
  /** Chat: acknowledged by the server, and read from others. */
  readonly messagesSent: number
  readonly messagesReceived: number
  readonly producersCreated: number
  readonly consumersCreated: number
}

/** Milliseconds from the start of connect; what did not happen is absent. */
export interface ConnectTimes {
  /** How much later than planned it began: not part of the others. */
  readonly lateMs?: number
  readonly socketMs?: number
  readonly helloMs?: number
  readonly joinMs?: number
  readonly iceMs?: number
  readonly dtlsMs?: number
  /** Joined, published, and media can flow. */
  readonly connectedMs?: number
  readonly firstPacketMs?: number
  readonly firstFrameMs?: number
}

export interface ClientReport extends ClientSample {
  readonly name: string
  readonly room: string
  readonly latency: Latency
  readonly streams: readonly StreamReport[]
}

/** Answers of one method; times in µs. */
export interface MethodTimes {
  readonly ok: HistogramData
  /** Answered with an error. */
  readonly failed: number
}
