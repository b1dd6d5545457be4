// Whether the figures of a run may be believed: a generator that was late measures itself, not the server.

import { thresholds } from './thresholds.ts'

/** What the generator went through, over the whole run. */
export interface Symptoms {
  /** Due time against time of sending, over all processes. */
  readonly scheduleErrorP99Ms: number
  readonly processes: readonly ProcessSymptoms[]
  /** Frames and packets that were due and not sent, against those that were sent. */
  readonly unsentShare: number
  /** Of packets that reached this machine for us: thrown away because our sockets were full. */
  readonly ownDropShare: number
  /** Of the time of all processors. */
  readonly stealShare: number
  readonly busyShare: number
  /** Of the time of all processors: used by what is neither lab nor server. Undefined when the server cannot be seen. */
  readonly othersShare: number | undefined
  /** Joins that were planned to have begun by now, and those that did not or far too late. */
  readonly plannedJoins: number
  readonly missedJoins: number
  /** Clients that died with their process. */
  readonly clientsOfDeadProcesses: number
  /** Seconds in which all were there. */
  readonly steadySeconds: number
}

export interface ProcessSymptoms {
  readonly pid: number
  /** Share of its frames and packets that were sent more than LATE_MS after they were due. */
  readonly lateShare: number
  /** Median over the seconds of the run of their 99th percentile. */
  readonly loopLagP99Ms: number
  readonly loopLagMaxMs: number
  /** Share of time in which its thread that was worst off had work and no processor: median over the seconds of the run. */
  readonly waitShare: number
  /** Mean share of time in which its event loop worked. */
  readonly loopUse: number
}

export interface Verdict {
  readonly valid: boolean
  /** Why it is not. */
  readonly reasons: readonly string[]
  /** What somebody should know who reads the figures. */
  readonly notes: readonly string[]
}

export function judge(symptoms: Symptoms): Verdict {
  const reasons = [...sendingReasons(symptoms), ...processReasons(symptoms), ...machineReasons(symptoms)]
  return { valid: reasons.length === 0, reasons, notes: notesOf(symptoms) }
}

export function verdictLine({ valid, reasons }: Verdict): string {
  return valid
    ? 'valid: the generator kept its schedule'
    : `invalid: the generator was saturated (${reasons.join('; ')})`
}

function sendingReasons({ scheduleErrorP99Ms, unsentShare, ownDropShare }: Symptoms): string[] {
  const { scheduleErrorP99Ms: latest, unsentShare: mostUnsent, ownDropShare: mostDrops } = thresholds
  return [
    ...over(scheduleErrorP99Ms, latest.limit, (is, may) => `packets left ${ms(is)} late at P99, limit ${ms(may)}`),
    ...over(
      unsentShare,
      mostUnsent.limit,
      (is, may) => `${percent(is)} of what was due was not sent, limit ${percent(may)}`,
    ),
    ...over(
      ownDropShare,
      mostDrops.limit,
      (is, may) => `our own sockets dropped ${percent(is)} of what arrived, limit ${percent(may)}`,
    ),
  ]
}

function processReasons({ processes }: Symptoms): string[] {
  const worst = (of: (process: ProcessSymptoms) => number) =>
    processes.reduce<ProcessSymptoms | undefined>(
      (most, each) => (most && of(most) >= of(each) ? most : each),
      undefined,
    )
  const check = (
    of: (process: ProcessSymptoms) => number,
    limit: number,
    words: (is: number, may: number) => string,
  ): string[] => {
    const process = worst(of)
    if (!process) return []
    return over(of(process), limit, (is, may) => `process ${process.pid}: ${words(is, may)}`)
  }
  return [
    ...check(
      ({ lateShare }) => lateShare,
      thresholds.lateShare.limit,
      (is, may) => `${percent(is)} of its packets left more than ${thresholds.lateMs} ms late, limit ${percent(may)}`,
    ),
    ...check(
      ({ loopLagP99Ms }) => loopLagP99Ms,
      thresholds.loopLagP99Ms.limit,
      (is, may) => `its event loop lagged ${ms(is)} at P99, limit ${ms(may)}`,
    ),
    ...check(
      ({ loopLagMaxMs }) => loopLagMaxMs,
      thresholds.loopLagMaxMs.limit,
      (is, may) => `its event loop stood still for ${ms(is)}, limit ${ms(may)}`,
    ),
    ...check(
      ({ waitShare }) => waitShare,
      thresholds.waitShare.limit,
      (is, may) => `a thread of it waited ${percent(is)} of the time for a processor, limit ${percent(may)}`,
    ),
    ...check(
      ({ loopUse }) => loopUse,
      thresholds.loopUse.limit,
      (is, may) => `its event loop worked ${percent(is)} of the time, limit ${percent(may)}`,
    ),
  ]
}

function machineReasons({ stealShare, plannedJoins, missedJoins, clientsOfDeadProcesses }: Symptoms): string[] {
  const missedShare = plannedJoins === 0 ? 0 : missedJoins / plannedJoins
  return [
    ...over(
      stealShare,
      thresholds.stealShare.limit,
      (is, may) => `the hypervisor took ${percent(is)} of the processors, limit ${percent(may)}`,
    ),
    ...over(
      missedShare,
      thresholds.missedJoinShare.limit,
      () => `${missedJoins} of ${plannedJoins} clients were not started when they should have been`,
    ),
    ...over(clientsOfDeadProcesses, 0, (is) => `a process of ours died, and ${is} clients with it`),
  ]
}

function notesOf({ busyShare, othersShare, steadySeconds, ownDropShare }: Symptoms): string[] {
  return [
    ...over(
      othersShare ?? 0,
      thresholds.othersShare.limit,
      (is) => `other programs used ${percent(is)} of the machine's processors: end them, and measure again`,
    ),
    ...over(
      busyShare,
      thresholds.busyShare.limit,
      (is) => `the machine's processors were ${percent(is)} busy: latencies contain waiting for a processor`,
    ),
    ...(steadySeconds < thresholds.steadySeconds.limit
      ? [`all were there for only ${steadySeconds.toFixed(1)} s: percentiles of so short a time say little`]
      : []),
    ...(ownDropShare > 0 && ownDropShare <= thresholds.ownDropShare.limit
      ? [`${percent(ownDropShare)} of the packets were dropped by our own sockets and are not the server's loss`]
      : []),
  ]
}

function over(is: number, limit: number, words: (is: number, limit: number) => string): string[] {
  return is > limit ? [words(is, limit)] : []
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
}

function percent(share: number): string {
  const value = share * 100
  return `${value >= 10 ? Math.round(value) : value >= 0.1 ? value.toFixed(1) : value.toPrecision(1)} %`
}
