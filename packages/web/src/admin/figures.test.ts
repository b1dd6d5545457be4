import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServerStats } from '@parley/client'
import { figuresOf } from './figures.ts'
import { warningsOf } from './warnings.ts'

const stats: ServerStats = {
  version: '1',
  node: 'a',
  uptimeSeconds: 10,
  notReady: [],
  connections: 2,
  totalConnections: 2,
  sessions: 2,
  rooms: 1,
  participants: 2,
  tracks: 4,
  subscriptions: 4,
  store: { kind: 'sqlite', available: true },
  messages: { sentBytes: 1000, receivedBytes: 500 },
  network: { sentBytes: 0, receivedBytes: 0 },
  eventLoop: { busySeconds: 1, lagMs: 1, longestLagMs: 2 },
  process: { rssBytes: 100, heapUsedBytes: 50, cpuSeconds: 1 },
  machine: { cores: 2, memoryBytes: 100, freeMemoryBytes: 50 },
  workers: [
    {
      index: 0,
      alive: true,
      pid: 7,
      port: 40_000,
      routers: 1,
      transports: 4,
      consumers: 4,
      pipes: 0,
      cpuSeconds: 1,
      restarts: 0,
    },
  ],
}
const [worker] = stats.workers
assert.ok(worker)

test('rates are what lies between two moments', () => {
  const later: ServerStats = {
    ...stats,
    messages: { sentBytes: 3000, receivedBytes: 500 },
    network: { sentBytes: 2_000_000, receivedBytes: 0 },
    eventLoop: { ...stats.eventLoop, busySeconds: 1.5 },
    process: { ...stats.process, cpuSeconds: 2 },
    workers: [{ ...worker, cpuSeconds: 2 }],
  }
  const figures = figuresOf({ atMs: 2000, stats: later }, { atMs: 0, stats })
  assert.deepEqual(
    [figures.messagesOutBps, figures.messagesInBps, figures.networkOutBps, figures.serverLoad, figures.loopBusy],
    [8000, 0, 8_000_000, 0.5, 0.25],
  )
  assert.deepEqual(figures.workerLoads, [0.5])
})

test('there are none at first, after a new start of the server, and of a worker that is another process', () => {
  const first = figuresOf({ atMs: 0, stats }, undefined)
  assert.deepEqual([first.serverLoad, first.messagesOutBps, first.workerLoads], [undefined, undefined, [undefined]])
  assert.equal(figuresOf({ atMs: 1, stats: { ...stats, node: 'b' } }, { atMs: 0, stats }).serverLoad, undefined)
  const replaced = { ...stats, workers: [{ ...worker, pid: 8 }] }
  assert.deepEqual(figuresOf({ atMs: 1, stats: replaced }, { atMs: 0, stats }).workerLoads, [undefined])
})

test('a server that does well warns of nothing', () => {
  assert.deepEqual(warningsOf(stats, figuresOf({ atMs: 0, stats }, undefined)), [])
})

test('what one can do something about is warned of, the worst first', () => {
  const bad: ServerStats = {
    ...stats,
    notReady: ['store', 'media'],
    eventLoop: { busySeconds: 3, lagMs: 250, longestLagMs: 400 },
    machine: { cores: 2, memoryBytes: 100, freeMemoryBytes: 2 },
    workers: [
      { ...worker, cpuSeconds: 3, restarts: 2 },
      { ...worker, index: 1, alive: false },
    ],
  }
  const warnings = warningsOf(bad, figuresOf({ atMs: 2000, stats: bad }, { atMs: 0, stats }))
  assert.deepEqual(
    warnings.map(({ kind }) => kind),
    ['storeAway', 'noMedia', 'workerDead', 'workerBusy', 'loopBusy', 'late', 'memoryLow', 'workerRestarts'],
  )
})
