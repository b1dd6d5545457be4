// The levels of a stress test side by side: one row each.

import { type LabReport, lossShare } from '../report/lab-report.ts'
import { bytes, count, ms, percent, table } from '../report/text.ts'

/** Shares are 0–1; what is not known is absent. */
export interface LevelSummary {
  readonly clients: number
  readonly connected: number
  readonly errors: number
  readonly valid: boolean
  readonly ending: LabReport['ending']
  /** Until published, with media flowing. */
  readonly connectP95Ms?: number
  readonly packetsPerSecond: number
  /** Received of what should have been. */
  readonly delivered?: number
  readonly loss: number
  /** One way; of video where there is some. */
  readonly latencyP95Ms?: number
  /** Of the slowest method, without leaving: all do that at once. */
  readonly signalingP99Ms: number
  /** Of a core, means of the steady time. */
  readonly nodeCpu: number
  readonly workersCpu: number
  readonly serverRssBytes: number
  readonly serverDescriptors: number
  /** All lab processes. */
  readonly generatorCpu: number
}

export function summariseLevel(report: LabReport): LevelSummary {
  const { clients, media, server, generator, seconds, signaling, connecting } = report
  const cpuOf = (role: 'node' | 'worker') =>
    server.processes.filter((each) => each.role === role).reduce((sum, { cpuMean }) => sum + cpuMean, 0)
  const lastedS = (Date.parse(report.endedAt) - Date.parse(report.startedAt)) / 1_000
  const { receiveRatio: ratio } = media
  const latency = media.latencyMs.video ?? media.latencyMs.audio
  const answers = Object.entries(signaling).filter(([method]) => method !== 'room.leave')
  return {
    clients: clients.planned,
    connected: clients.connected,
    errors: clients.errors,
    valid: report.verdict.valid,
    ending: report.ending,
    ...(connecting.connectedMs === undefined ? {} : { connectP95Ms: connecting.connectedMs.p95 }),
    packetsPerSecond: media.packetsReceived / Math.max(1, seconds.length),
    ...(ratio === undefined || ratio.expected === 0 ? {} : { delivered: ratio.measured / ratio.expected }),
    loss: lossShare(media),
    ...(latency === undefined ? {} : { latencyP95Ms: latency.p95 }),
    signalingP99Ms: Math.max(0, ...answers.map(([, { p99 = 0 }]) => p99)),
    nodeCpu: cpuOf('node'),
    workersCpu: cpuOf('worker'),
    serverRssBytes: server.rssMaxBytes,
    serverDescriptors: server.processes.reduce((sum, { descriptorsMax }) => sum + descriptorsMax, 0),
    generatorCpu: generator.cpuSeconds / Math.max(1, lastedS),
  }
}

const heads = [
  'clients',
  'connected',
  'errors',
  'connect P95',
  'packets/s',
  'delivered',
  'lost',
  'latency P95',
  'answers P99',
  'Node',
  'workers',
  'memory',
  'files',
  'lab',
  'verdict',
] as const

export function stressTable(levels: readonly LevelSummary[]): string[] {
  const known = (value: number | undefined, words: (value: number) => string) =>
    value === undefined ? '–' : words(value)
  const milliseconds = (value: number | undefined) => known(value, (of) => `${ms(of)} ms`)
  return table([
    heads,
    ...levels.map((level) => [
      count(level.clients),
      `${count(level.connected)} (${percent(level.connected / level.clients)})`,
      count(level.errors),
      milliseconds(level.connectP95Ms),
      count(level.packetsPerSecond),
      known(level.delivered, percent),
      percent(level.loss),
      milliseconds(level.latencyP95Ms),
      milliseconds(level.signalingP99Ms),
      percent(level.nodeCpu),
      percent(level.workersCpu),
      bytes(level.serverRssBytes),
      count(level.serverDescriptors),
      percent(level.generatorCpu),
      level.valid ? 'valid' : 'invalid',
    ]),
  ])
}
