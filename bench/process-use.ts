// What processes of this machine use, from /proc: CPU to the nanosecond and memory without counting shared pages twice.

import { readdirSync, readFileSync } from 'node:fs'
import { childrenOf, readProcess } from '../packages/lab/src/machine/processes.ts'

/**
 * CPU of all threads of a process so far, µs. From schedstat, whose sum is that of /proc/PID/stat without its grain of
 * 10 ms; a thread that has ended takes its count along, and the workers and servers here end none.
 */
export function cpuMicros(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    return threads.reduce((sum, thread) => sum + threadMicros(`/proc/${pid}/task/${thread}/schedstat`), 0)
  } catch {
    // A kernel without schedstats.
    return (readProcess(pid)?.cpuSeconds ?? Number.NaN) * 1e6
  }
}

function threadMicros(path: string): number {
  return Number(readFileSync(path, 'utf8').split(' ')[0]) / 1_000
}

/** Proportional set size (proc(5)), MB of 10⁶ bytes: pages that several processes share count as their part. 0 when it has ended. */
export function pssMegabytes(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
    return (Number(kilobytes) * 1_024) / 1e6
  } catch {
    // It ended in between.
    return 0
  }
}

export function rssMegabytes(pid: number): number {
  return (readProcess(pid)?.rssBytes ?? 0) / 1e6
}

/** The process and all below it. */
export function familyOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)]
}

/** The media workers below a server. */
export function workersOf(serverPid: number): number[] {
  return childrenOf(serverPid).filter((pid) => readProcess(pid)?.command.startsWith('mediasoup-worke'))
}
