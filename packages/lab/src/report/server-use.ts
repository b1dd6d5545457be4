// What the server's processes used during the steady time of a run.

import type { ServerProcessSample } from '../machine/server-watch.ts'
import type { Second } from './series.ts'

export interface ServerUse {
  readonly pid: number | undefined
  readonly processes: readonly ServerProcessUse[]
  /** Mean CPU of the busiest process, share of one core; undefined where the server cannot be seen. */
  readonly busiest: number | undefined
  /** Of all its processes together. */
  readonly rssMaxBytes: number
}

export interface ServerProcessUse {
  readonly pid: number
  readonly role: ServerProcessSample['role']
  /** Shares of one core. */
  readonly cpuMean: number
  readonly cpuMax: number
  readonly rssMaxBytes: number
  readonly descriptorsMax: number
  readonly threadsMax: number
}

export function serverUse(pid: number | undefined, seconds: readonly Second[]): ServerUse {
  const steady = seconds.filter(({ phase }) => phase === 'steady')
  const counted = steady.length > 0 ? steady : seconds
  const samples = new Map<number, ServerProcessSample[]>()
  for (const { server } of counted) {
    for (const sample of server.processes) samples.set(sample.pid, [...(samples.get(sample.pid) ?? []), sample])
  }
  const processes = [...samples.values()].flatMap(useOf)
  const sums = counted.map(({ server }) => server.processes.reduce((sum, { rssBytes }) => sum + rssBytes, 0))
  return {
    pid,
    processes,
    busiest: processes.length === 0 ? undefined : Math.max(...processes.map(({ cpuMean }) => cpuMean)),
    rssMaxBytes: Math.max(0, ...sums),
  }
}

function useOf(samples: readonly ServerProcessSample[]): ServerProcessUse[] {
  const [first] = samples
  if (first === undefined) return []
  const max = (of: (sample: ServerProcessSample) => number) =>
    samples.reduce((most, each) => Math.max(most, of(each)), 0)
  return [
    {
      pid: first.pid,
      role: first.role,
      cpuMean: samples.reduce((sum, { cpu }) => sum + cpu, 0) / samples.length,
      cpuMax: max(({ cpu }) => cpu),
      rssMaxBytes: max(({ rssBytes }) => rssBytes),
      descriptorsMax: max(({ descriptors }) => descriptors),
      threadsMax: max(({ threads }) => threads),
    },
  ]
}
