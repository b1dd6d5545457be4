// What a server's counters say: from two answers of `server.stats` to rates and shares, kept for the plots. Pure.

import type { ServerStats } from '@parley/client'

/** A moment of the server. Rates are of the time since the moment before; undefined where there is none. */
export interface Figures {
  /** ms since 1970. */
  readonly atMs: number
  readonly sessions: number
  readonly participants: number
  readonly tracks: number
  readonly subscriptions: number
  readonly networkOutBps: number | undefined
  readonly networkInBps: number | undefined
  readonly messagesOutBps: number | undefined
  readonly messagesInBps: number | undefined
  readonly lagMs: number
  /** 1: a whole core. */
  readonly serverLoad: number | undefined
  /** By index of the worker. */
  readonly workerLoads: readonly (number | undefined)[]
  readonly loopBusy: number | undefined
  readonly rssBytes: number
  readonly heapBytes: number
}

export interface Sample {
  readonly atMs: number
  readonly stats: ServerStats
}

export function figuresOf({ atMs, stats }: Sample, before: Sample | undefined): Figures {
  // Counters of a server that was started anew begin at nothing.
  const last = before?.stats.node === stats.node ? before : undefined
  const seconds = last === undefined ? 0 : (atMs - last.atMs) / 1000
  const rate = (now: number | undefined, then: number | undefined) =>
    now === undefined || then === undefined || seconds <= 0 ? undefined : Math.max(0, (now - then) / seconds)
  const bps = (now: number | undefined, then: number | undefined) => {
    const bytes = rate(now, then)
    return bytes === undefined ? undefined : bytes * 8
  }
  return {
    atMs,
    sessions: stats.sessions,
    participants: stats.participants,
    tracks: stats.tracks,
    subscriptions: stats.subscriptions,
    networkOutBps: bps(stats.network?.sentBytes, last?.stats.network?.sentBytes),
    networkInBps: bps(stats.network?.receivedBytes, last?.stats.network?.receivedBytes),
    messagesOutBps: bps(stats.messages.sentBytes, last?.stats.messages.sentBytes),
    messagesInBps: bps(stats.messages.receivedBytes, last?.stats.messages.receivedBytes),
    lagMs: stats.eventLoop.lagMs,
    serverLoad: rate(stats.process.cpuSeconds, last?.stats.process.cpuSeconds),
    workerLoads: stats.workers.map(({ index, pid, cpuSeconds }) => {
      const earlier = last?.stats.workers.find((worker) => worker.index === index)
      return earlier?.pid === pid ? rate(cpuSeconds, earlier?.cpuSeconds) : undefined
    }),
    loopBusy: rate(stats.eventLoop.busySeconds, last?.stats.eventLoop.busySeconds),
    rssBytes: stats.process.rssBytes,
    heapBytes: stats.process.heapUsedBytes,
  }
}
