// What a finished run says of its generator: the record and the machine, boiled down to what the verdict looks at.

import type { Drops } from '../machine/drop-watch.ts'
import type { MachineSample } from '../machine/machine-watch.ts'
import { percentilesOf } from '../report/percentiles.ts'
import type { ProcessRecord, RunRecord } from '../report/record.ts'
import type { Second } from '../report/series.ts'
import { Histogram } from '../rtp/histogram.ts'
import { LATE_MS, MISSED_JOIN_MS } from './thresholds.ts'
import type { ProcessSymptoms, Symptoms } from './verdict.ts'

export interface Surroundings {
  readonly drops: Drops
  readonly machine: MachineSample
  readonly cores: number
  readonly seconds: readonly Second[]
  /** Of the plan's clock: when the run came to its end, planned or not. */
  readonly endedAtMs: number
}

export function symptomsOf(record: RunRecord, { drops, machine, cores, seconds, endedAtMs }: Surroundings): Symptoms {
  const processes = [...record.processes.values()]
  const clients = [...record.clients.values()]
  const scheduleError = new Histogram()
  for (const process of processes) scheduleError.merge(process.scheduleError)
  const due = scheduleError.count
  const unsent = processes.reduce((sum, { latest }) => sum + latest.unsent, 0)
  const received = clients.reduce((sum, client) => sum + client.audioReceived + client.videoReceived, 0)
  const planned = record.plan.events.filter(
    ({ action, atMs }) => action === 'join' && atMs + MISSED_JOIN_MS < endedAtMs,
  )
  const isMissed = (id: number) => (record.clients.get(id)?.times.lateMs ?? Number.POSITIVE_INFINITY) > MISSED_JOIN_MS
  const dead = new Set(record.deaths.flatMap((death) => death.clients))
  return {
    scheduleErrorP99Ms: scheduleError.percentile(0.99) / 1_000,
    processes: processes.map(processSymptoms),
    unsentShare: due + unsent === 0 ? 0 : unsent / (due + unsent),
    ownDropShare: drops.lab === 0 ? 0 : drops.lab / (received + drops.lab),
    stealShare: machine.steal,
    busyShare: machine.busy,
    othersShare: othersShare(seconds, cores),
    plannedJoins: planned.length,
    missedJoins: planned.filter(({ client }) => !dead.has(client) && isMissed(client)).length,
    clientsOfDeadProcesses: dead.size,
    steadySeconds: record.steady ? (Math.min(endedAtMs, record.plan.stopAtMs) - record.steady.atMs) / 1_000 : 0,
  }
}

function othersShare(seconds: readonly Second[], cores: number): number | undefined {
  const seen = seconds.filter(({ server }) => server.processes.length > 0)
  if (seen.length === 0) return undefined
  const shares = seen.map(({ machine, generator, server }) => {
    const ours = generator.cpu + server.processes.reduce((sum, { cpu }) => sum + cpu, 0)
    return machine.busy - ours / cores
  })
  return Math.max(0, shares.reduce((sum, share) => sum + share, 0) / shares.length)
}

function processSymptoms(process: ProcessRecord): ProcessSymptoms {
  const { pid, scheduleError, loopLagP99Ms, loopLagMaxMs, loopUse, waitShare } = process
  return {
    pid,
    lateShare: shareAbove(scheduleError, LATE_MS * 1_000),
    loopLagP99Ms: percentilesOf(loopLagP99Ms)?.p50 ?? 0,
    loopLagMaxMs,
    waitShare: percentilesOf(waitShare)?.p50 ?? 0,
    loopUse: loopUse.reduce((sum, use) => sum + use, 0) / Math.max(1, loopUse.length),
  }
}

/** By bisection of its percentiles, since a histogram answers only those. */
function shareAbove(histogram: Histogram, limit: number): number {
  if (histogram.count === 0 || histogram.max <= limit) return 0
  let [below, above] = [0, 1]
  for (let step = 0; step < 12; step++) {
    const middle = (below + above) / 2
    if (histogram.percentile(middle) <= limit) below = middle
    else above = middle
  }
  return 1 - below
}
