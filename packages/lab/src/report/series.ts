// The run second by second: what everybody sent and received, and what it cost.

import type { MachineSample } from '../machine/machine-watch.ts'
import type { ServerSample } from '../machine/server-watch.ts'
import type { ClientState } from '../swarm/messages.ts'
import { mergedOf, type Percentiles, percentilesMs } from './percentiles.ts'
import type { RunRecord } from './record.ts'

export type Phase = 'ramp-up' | 'steady' | 'ending'

/** One second; rates are per second of it. */
export interface Second {
  readonly atMs: number
  readonly phase: Phase
  readonly clients: Readonly<Record<ClientState, number>>
  readonly packetsSent: number
  readonly packetsReceived: number
  readonly bytesSent: number
  readonly bytesReceived: number
  readonly packetsLost: number
  /** All audio packets and video frames of this second, ms. */
  readonly latencyMs: Percentiles | undefined
  readonly generator: {
    /** Share of one core, of all processes together. */
    readonly cpu: number
    readonly rssBytes: number
    readonly scheduleErrorP99Ms: number
    readonly loopLagMaxMs: number
  }
  readonly server: ServerSample
  readonly machine: MachineSample
}

interface Sums {
  readonly sent: number
  readonly received: number
  readonly bytesSent: number
  readonly bytesReceived: number
  readonly lost: number
  readonly cpuSeconds: number
}

export class Series {
  readonly seconds: Second[] = []
  readonly #record: RunRecord
  #last: Sums
  #lastAtMs = 0

  constructor(record: RunRecord) {
    this.#record = record
    this.#last = sumsOf(record)
  }

  /** Adds the second that ended at `atMs`. */
  add(atMs: number, server: ServerSample, machine: MachineSample): Second {
    const sums = sumsOf(this.#record)
    const seconds = Math.max(0.001, (atMs - this.#lastAtMs) / 1_000)
    const rate = (name: keyof Sums) => Math.max(0, (sums[name] - this.#last[name]) / seconds)
    const latest = [...this.#record.processes.values()].map(({ latest: sample }) => sample)
    const second: Second = {
      atMs: Math.round(atMs),
      phase: this.#phase(atMs),
      clients: statesOf(this.#record),
      packetsSent: Math.round(rate('sent')),
      packetsReceived: Math.round(rate('received')),
      bytesSent: Math.round(rate('bytesSent')),
      bytesReceived: Math.round(rate('bytesReceived')),
      packetsLost: Math.round(rate('lost')),
      latencyMs: percentilesMs(mergedOf(...latest.flatMap(({ latency }) => [latency.audio, latency.video]))),
      generator: {
        cpu: rate('cpuSeconds'),
        rssBytes: latest.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
        scheduleErrorP99Ms: mergedOf(...latest.map(({ scheduleError }) => scheduleError)).percentile(0.99) / 1_000,
        loopLagMaxMs: Math.max(0, ...latest.map(({ loopLagMaxMs }) => loopLagMaxMs)),
      },
      server,
      machine,
    }
    this.#last = sums
    this.#lastAtMs = atMs
    this.seconds.push(second)
    return second
  }

  #phase(atMs: number): Phase {
    if (atMs >= this.#record.plan.stopAtMs) return 'ending'
    return this.#record.steady === undefined ? 'ramp-up' : 'steady'
  }
}

export function statesOf({ plan, clients }: RunRecord): Record<ClientState, number> {
  const counts = { waiting: 0, connecting: 0, connected: 0, reconnecting: 0, failed: 0, lost: 0, left: 0 }
  for (const { id } of plan.clients) counts[clients.get(id)?.state ?? 'waiting']++
  return counts
}

function sumsOf({ clients, processes }: RunRecord): Sums {
  // The parent is a part of the generator too.
  const { user, system } = process.cpuUsage()
  const sums = { sent: 0, received: 0, bytesSent: 0, bytesReceived: 0, lost: 0, cpuSeconds: (user + system) / 1e6 }
  for (const client of clients.values()) {
    sums.sent += client.audioSent + client.videoSent
    sums.received += client.audioReceived + client.videoReceived
    sums.bytesSent += client.bytesSent
    sums.bytesReceived += client.bytesReceived
    sums.lost += client.lost
  }
  for (const { latest } of processes.values()) sums.cpuSeconds += latest.cpuSeconds
  return sums
}
