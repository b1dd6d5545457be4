// What a client of the lab costs, alone and beside a Chromium in a room of the same size, and how many may listen to one.
// `npm run bench:lab`

import { openParley } from '../tests/parley-process.ts'
import { type ChromiumUse, measureChromium } from './chromium-client.ts'
import { endWhenAsked, endWithUs } from './ending.ts'
import { type LabOutcome, runLab } from './lab-run.ts'
import { openRealServer, type Server } from './peers/servers.ts'
import { comparison, figure, loadNow, type Result, readFlags, report, say } from './results.ts'

const clients = 50
const roomsOf = 10
const goals = { cpuMs: 16, megabytes: 2.5, cpuShare: 1 / 30, memoryShare: 1 / 100, delivered: 0.995, signalingMs: 200 }

interface Crowd {
  readonly cpuMsPer1000: number
  readonly megabytesEach: number
  readonly rssMegabytesEach: number
  readonly cpuEach: number
}

interface Hall {
  /** Of those who were to come, 0–1. */
  readonly connected: number
  readonly delivered: number
  readonly signalingMs: number
}

const flags = readFlags(process.argv.slice(2))
endWhenAsked()
const [runs, crowdS, chromiumS] = flags.quick ? [1, 6, 5] : [3, 10, 8]
const hall = flags.quick
  ? { listeners: 100, rampUpS: 3, durationS: 4 }
  : { listeners: 1_000, rampUpS: 50, durationS: 30 }

await using server = await openRealServer()
const crowds: Crowd[] = []
const browsers: ChromiumUse[] = []
for (let run = 1; run <= runs; run++) {
  crowds.push(await crowd(server))
  browsers.push(await chromium(server))
  say(`lab ${run}/${runs}: ${loadNow()}`)
}
const heard = await listeners()
await report(results(), flags)

/** In one process: a second one would bring its runtime along, which is no client's. */
async function crowd({ url }: Server): Promise<Crowd> {
  const outcome = await runLab({ url, clients, room: 'crowd', roomsOf, durationS: crowdS, rampUpS: 2, processes: 1 })
  const { generator, seconds, verdict } = outcome.report
  const steady = seconds.filter(({ phase }) => phase === 'steady')
  const cpu = steady.reduce((sum, second) => sum + second.generator.cpu, 0) / steady.length
  const { packetsSent, packetsReceived } = rates(outcome)
  say(
    `  ${clients} clients: ${(cpu * 100).toFixed(0)} % of a core for ${packetsSent.toFixed(0)} packets/s sent and ${packetsReceived.toFixed(0)} received; ${verdict.valid ? 'valid' : `INVALID: ${verdict.reasons.join('; ')}`}`,
  )
  return {
    cpuMsPer1000: generator.cpuMsPer1000Packets ?? Number.NaN,
    megabytesEach: outcome.pssMegabytes / clients,
    rssMegabytesEach: generator.rssMaxBytes / 1e6 / clients,
    cpuEach: cpu / clients,
  }
}

/** One Chromium and nine of the lab, who are there for longer than it is. */
async function chromium({ url }: Server): Promise<ChromiumUse> {
  const others = roomsOf - 1
  const room = 'with a browser'
  const running = runLab({ url, clients: others, room, roomsOf: others, durationS: chromiumS + 12, rampUpS: 0 })
  const origin = url.replace(/^ws/, 'http').replace(/\/ws$/, '')
  const [use] = await Promise.all([measureChromium(origin, room, others, chromiumS * 1_000), running])
  say(
    `  Chromium: ${(use.cpu * 100).toFixed(0)} % of a core, ${use.pssMegabytes.toFixed(0)} MB in ${use.processes} processes, ${use.videos} videos`,
  )
  return use
}

/** One speaks, and all others of a large room listen. */
async function listeners(): Promise<Hall> {
  const { listeners: count, ...times } = hall
  await using parley = await openParley({ settings: { 'media.workers': 1, 'rooms.capacity': count + 1 } })
  const release = endWithUs(parley.pid)
  const room = { room: 'hall', clients: count + 1, roomsOf: count + 1 }
  const { report: outcome } = await runLab({
    scenario: 'webinar',
    url: parley.wsUrl,
    ...room,
    ...times,
    audioOnly: true,
  })
  release()
  const { clients: there, media, verdict, signaling } = outcome
  say(
    `  ${count} listeners: ${there.connected - 1} connected, ${there.errors} errors; latency P99 ${media.latencyMs.audio?.p99} ms; ${verdict.valid ? 'valid' : `INVALID: ${verdict.reasons.join('; ')}`}; ${loadNow()}`,
  )
  // All leave in the same moment: what that takes is no figure of people who come and go.
  const answers = Object.entries(signaling).filter(([method]) => method !== 'room.leave')
  return {
    connected: there.connected / there.planned,
    delivered: media.receiveRatio ? media.receiveRatio.measured / media.receiveRatio.expected : Number.NaN,
    signalingMs: Math.max(...answers.map(([, { p99 = Number.POSITIVE_INFINITY }]) => p99)),
  }
}

function rates({ report: { seconds } }: LabOutcome) {
  const steady = seconds.filter(({ phase }) => phase === 'steady')
  const mean = (of: (second: (typeof seconds)[number]) => number) =>
    steady.reduce((sum, second) => sum + of(second), 0) / steady.length
  return { packetsSent: mean((each) => each.packetsSent), packetsReceived: mean((each) => each.packetsReceived) }
}

function results(): Result[] {
  const of = (what: keyof Crowd) => crowds.map((each) => each[what])
  const peer = (what: 'cpu' | 'pssMegabytes') => ({ name: 'Chromium', values: browsers.map((each) => each[what]) })
  return [
    figure('lab.cpuPer1000Packets', of('cpuMsPer1000'), 'ms', { goal: goals.cpuMs }),
    figure('lab.memoryPerClient', of('megabytesEach'), 'MB PSS', { goal: goals.megabytes }),
    figure('lab.rssPerClient', of('rssMegabytesEach'), 'MB RSS'),
    comparison('lab.cpuBesideChromium', of('cpuEach'), 'cores', peer('cpu'), { goal: goals.cpuShare }),
    comparison('lab.memoryBesideChromium', of('megabytesEach'), 'MB PSS', peer('pssMegabytes'), {
      goal: goals.memoryShare,
    }),
    figure('lab.listeners.connected', [heard.connected], `of ${hall.listeners + 1}`, { goal: 1, atLeast: true }),
    figure('lab.listeners.delivered', [heard.delivered], 'of what was sent', { goal: goals.delivered, atLeast: true }),
    figure('lab.listeners.signaling', [heard.signalingMs], 'ms P99', { goal: goals.signalingMs }),
  ]
}
