// What whoever runs a server should look at, reduced to what they can do something about. Pure.

import type { ServerStats } from '@parley/client'
import type { Figures } from './figures.ts'

export type Warning =
  | { readonly kind: 'draining' | 'storeAway' | 'noMedia' | 'memoryLow' }
  | { readonly kind: 'loopBusy' | 'late'; readonly value: number }
  | { readonly kind: 'workerDead' | 'workerBusy' | 'workerRestarts'; readonly worker: number; readonly value: number }

/** A share of one core, above which little is left for what comes. */
const busyFrom = 0.8
/** People hear and see nothing of it below. */
const lateFromMs = 100
const memoryLeft = 0.08

/** Worst first. */
export function warningsOf(stats: ServerStats, figures: Figures): Warning[] {
  const { notReady, machine, workers, eventLoop } = stats
  return [
    ...(notReady.includes('store') ? [{ kind: 'storeAway' } as const] : []),
    ...(notReady.includes('media') ? [{ kind: 'noMedia' } as const] : []),
    ...(notReady.includes('draining') ? [{ kind: 'draining' } as const] : []),
    ...workers.flatMap(({ index, alive }) => (alive ? [] : [{ kind: 'workerDead', worker: index, value: 0 } as const])),
    ...workers.flatMap(({ index }, place) => {
      const load = figures.workerLoads[place] ?? 0
      return load > busyFrom ? [{ kind: 'workerBusy', worker: index, value: load } as const] : []
    }),
    ...((figures.loopBusy ?? 0) > busyFrom ? [{ kind: 'loopBusy', value: figures.loopBusy ?? 0 } as const] : []),
    ...(eventLoop.lagMs > lateFromMs ? [{ kind: 'late', value: eventLoop.lagMs } as const] : []),
    ...(machine.freeMemoryBytes / machine.memoryBytes < memoryLeft ? [{ kind: 'memoryLow' } as const] : []),
    ...workers.flatMap(({ index, restarts }) =>
      restarts > 0 ? [{ kind: 'workerRestarts', worker: index, value: restarts } as const] : [],
    ),
  ]
}
