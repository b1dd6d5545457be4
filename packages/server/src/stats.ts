// The figures of /stats, and the gauges that are read only when somebody asks.

import { availableParallelism, freemem, totalmem } from 'node:os'
import type { ServerStats } from '@parley/protocol'
import type { Media } from './media/media.ts'
import type { LoopLag } from './metrics/loop-lag.ts'
import type { Metrics } from './metrics/metrics.ts'
import { readNetworkBytes } from './metrics/network-bytes.ts'
import type { Rooms } from './room/rooms.ts'
import type { Store } from './store/store.ts'

export interface StatsOptions {
  readonly store: Store
  readonly media: Media
  readonly rooms: Rooms
  readonly metrics: Metrics
  readonly loopLag: { read(): LoopLag }
  readonly version: string
  readonly node: string
  readonly startedAtMs: number
  readonly now: () => number
  readonly notReady: () => Promise<readonly string[]>
}

export interface Stats {
  read(): Promise<ServerStats>
  /** Of the gauges that nobody sets when something happens. */
  refreshGauges(): Promise<void>
}

export function openStats(options: StatsOptions): Stats {
  const { store, media, rooms, metrics, loopLag, version, node, startedAtMs, now, notReady } = options
  const refresh = async () => {
    const workers = await media.stats()
    metrics.storeAvailable.set(store.available ? 1 : 0)
    metrics.workers.set(workers.filter(({ alive }) => alive).length)
    metrics.workerRestarts.set(workers.reduce((sum, { restarts }) => sum + restarts, 0))
    metrics.routers.set(workers.reduce((sum, { routers }) => sum + routers, 0))
    metrics.pipes.set(workers.reduce((sum, { pipes }) => sum + pipes, 0))
    for (const { index, cpuSeconds } of workers) metrics.workerCpu.set({ worker: String(index) }, cpuSeconds)
    metrics.subscriptions.set(rooms.subscriptionCount)
    return workers
  }
  const read = async (): Promise<ServerStats> => {
    const [workers, network] = await Promise.all([refresh(), readNetworkBytes()])
    const { rss, heapUsed } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    return {
      version,
      node,
      uptimeSeconds: (now() - startedAtMs) / 1000,
      notReady: [...(await notReady())],
      connections: await value(metrics.sockets),
      totalConnections: await value(metrics.socketsTotal),
      sessions: await value(metrics.sessions),
      rooms: rooms.size,
      participants: await value(metrics.participants),
      tracks: await value(metrics.tracks),
      subscriptions: rooms.subscriptionCount,
      store: { kind: store.kind, available: store.available },
      messages: { sentBytes: await value(metrics.sentBytes), receivedBytes: await value(metrics.receivedBytes) },
      ...(network === undefined ? {} : { network }),
      eventLoop: loopLag.read(),
      process: { rssBytes: rss, heapUsedBytes: heapUsed, cpuSeconds: (user + system) / 1e6 },
      machine: { cores: availableParallelism(), memoryBytes: totalmem(), freeMemoryBytes: freemem() },
      workers: workers.map(({ pid, ...worker }) => (pid === undefined ? worker : { ...worker, pid })),
    }
  }
  return { read, refreshGauges: async () => void (await refresh()) }
}

/** A metric's value, summed over its labels. */
async function value(metric: { get(): Promise<{ values: readonly { value: number }[] }> }): Promise<number> {
  const { values } = await metric.get()
  return values.reduce((sum, sample) => sum + sample.value, 0)
}
