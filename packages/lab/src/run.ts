// A run from the first check to the last line: plans, starts the swarm, watches, judges, reports.

import { join } from 'node:path'
import type { Ending } from './exit-codes.ts'
import { LabError } from './exit-codes.ts'
import { OVERTIME_MS } from './limits.ts'
import { DropWatch } from './machine/drop-watch.ts'
import { MachineWatch, machineFacts } from './machine/machine-watch.ts'
import { descriptorLimit } from './machine/processes.ts'
import { ServerWatch } from './machine/server-watch.ts'
import type { RunOptions } from './options.ts'
import { preflight } from './preflight.ts'
import { writeFiles } from './report/files.ts'
import { type LabReport, makeReport } from './report/lab-report.ts'
import { type Live, openLive, type Screen, silent } from './report/live.ts'
import { RunRecord } from './report/record.ts'
import { Series, statesOf } from './report/series.ts'
import { type Paint, summaryLines } from './report/summary.ts'
import { systemClock } from './rtc/clock.ts'
import { layOut } from './swarm/layout.ts'
import type { Assignment } from './swarm/messages.ts'
import { type Plan, plan } from './swarm/plan.ts'
import { Swarm } from './swarm/swarm.ts'
import { checkTarget, resolveByDns, type Target } from './target.ts'
import { identify } from './token.ts'
import { verdictLine } from './verdict/verdict.ts'

/** The world of a run. */
export interface Surroundings {
  /** For people; what `--json` prints goes to `print`. */
  readonly screen: Screen
  readonly print: (text: string) => void
  readonly paint: Paint
  /** End cleanly, with a report. */
  readonly interrupted: AbortSignal
  /** End now, with what there is. */
  readonly forced: AbortSignal
}

/** Samples are made at whole seconds; what they tell is put together a moment later. */
const GATHER_MS = 400
/** Of longer runs, seconds are summed up, so that the report stays readable. */
const MOST_ROWS = 3_600
const CHILD = join(import.meta.dirname, 'swarm/child.ts')

/** @throws {LabError} target, usage: nothing was run */
export async function run(options: RunOptions, around: Surroundings): Promise<Ending> {
  const report = await measure(options, around)
  await tell(options, report, around)
  return report.ending
}

/** Without writing it down. @throws {LabError} as `run` */
export async function measure(options: RunOptions, around: Surroundings): Promise<LabReport> {
  const target = await checkTarget(options.server, options.ownsHost, resolveByDns)
  const schedule = plan(options)
  const assignments = assign(options, target, schedule)
  const first = assignments[0]?.clients[0]
  if (first) await preflight(target.url, options.encoding, first)
  const { pid: serverPid, metricsToken } = { pid: options.serverPid, metricsToken: options.metricsToken }
  const server = new ServerWatch({ target, pid: serverPid, metricsToken, nowMs: () => performance.now() })
  const live = options.quiet ? silent : openLive(around.screen, options, schedule)
  return await carryOut(options, { ...around, schedule, assignments, server, live })
}

function assign(options: RunOptions, target: Target, schedule: Plan): Assignment[] {
  const { encoding, audio, video, simulcast, chat, network, seed, credentials } = options
  const time = { nowMs: Date.now(), lifetimeS: Math.ceil(schedule.leaveAtMs / 1_000) }
  return layOut(schedule.clients, options, descriptorLimit()).map((ids, index) => {
    const mine = new Set(ids)
    return {
      url: target.url,
      encoding,
      audio,
      video,
      simulcast,
      chat,
      network,
      seed,
      engineSeed: (seed + index) >>> 0,
      clients: schedule.clients
        .filter(({ id }) => mine.has(id))
        .map((client) => ({ ...client, ...identify(credentials, client, time) })),
      events: schedule.events.filter(({ client }) => mine.has(client)),
    }
  })
}

interface Work extends Surroundings {
  readonly schedule: Plan
  readonly assignments: readonly Assignment[]
  readonly server: ServerWatch
  readonly live: Live
}

async function carryOut(options: RunOptions, work: Work): Promise<LabReport> {
  const { schedule, assignments, server, live, interrupted, forced } = work
  const clock = systemClock()
  const record = new RunRecord(schedule, { audio: options.audio, video: options.video !== undefined })
  const swarm = new Swarm({
    program: CHILD,
    assignments,
    onMessage: (pid, message) => record.receive(pid, message),
    onDeath: (pid, { clients }, how) => {
      record.died(
        pid,
        clients.map(({ id }) => id),
        how,
      )
      live.say(`  process ${pid} died (${how}), and ${clients.length} clients with it`)
    },
  })
  const ending = new AbortController()
  try {
    onAbort(forced, ending.signal, () => swarm.kill())
    await Promise.race([swarm.ready(), aborted(interrupted, ending.signal)])
    if (interrupted.aborted) throw new LabError('interrupted', 'interrupted before it began; nothing was run')
    const before = await server.ask()
    const drops = new DropWatch(() => ({ lab: swarm.pids, server: server.pids }))
    const machine = new MachineWatch()
    const startedAt = new Date()
    const zeroUs = clock.nowUs() + GATHER_MS * 1_000
    const nowMs = () => (clock.nowUs() - zeroUs) / 1_000
    swarm.start(zeroUs)
    onAbort(interrupted, ending.signal, () => {
      live.say('  interrupted: leaving the rooms; once more ends at once')
      swarm.stop()
    })
    const series = new Series(record)
    server.sample()
    const watching = watch({ series, record, server, machine, drops, live, nowMs, swarm, signal: ending.signal })
    await swarm.ended()
    const endedAtMs = nowMs()
    ending.abort()
    await watching
    live.close()
    return makeReport({
      options,
      record,
      seconds: series.seconds,
      startedAt,
      endedAt: new Date(),
      endedAtMs,
      wasInterrupted: interrupted.aborted,
      drops: drops.sample(),
      machine: machine.overall(),
      facts: machineFacts(),
      serverPid: server.pid,
      before,
      after: await server.ask(),
    })
  } finally {
    ending.abort()
    swarm.kill()
  }
}

interface Watched {
  readonly series: Series
  readonly record: RunRecord
  readonly server: ServerWatch
  readonly machine: MachineWatch
  readonly drops: DropWatch
  readonly live: Live
  readonly nowMs: () => number
  readonly swarm: Swarm
  readonly signal: AbortSignal
}

/** Once a second, or less often in long runs, until the signal. */
async function watch({ series, record, server, machine, drops, live, nowMs, swarm, signal }: Watched): Promise<void> {
  const { leaveAtMs, rampedUpAtMs } = record.plan
  const rowEvery = Math.ceil(leaveAtMs / 1_000 / MOST_ROWS)
  let isEndingEarly = false
  for (let second = 1; !signal.aborted; second++) {
    await pause(second * 1_000 + GATHER_MS - nowMs(), signal)
    if (signal.aborted) return
    record.settle(nowMs())
    drops.sample()
    if (second % rowEvery === 0) live.show(series.add(second * 1_000, server.sample(), machine.sample()))
    const { connected, connecting, reconnecting, waiting } = statesOf(record)
    const isNobodyLeft = connected + connecting + reconnecting + waiting === 0
    if (isNobodyLeft && !isEndingEarly && nowMs() > rampedUpAtMs && nowMs() < leaveAtMs) {
      isEndingEarly = true
      live.say('  nobody is left: ending early')
      swarm.stop()
    }
    if (nowMs() > leaveAtMs + OVERTIME_MS) swarm.kill('it was far behind its schedule')
  }
}

async function tell(options: RunOptions, report: LabReport, { screen, print, paint }: Surroundings): Promise<void> {
  const paths = await writeFiles(options.out ?? defaultFolder(report.startedAt), report)
  if (options.json) print(`${JSON.stringify(report)}\n`)
  if (options.quiet) screen.write(`${verdictLine(report.verdict)}\n`)
  else screen.write([...summaryLines(report, paint), ...paths.map((path) => `  → ${path}`), '', ''].join('\n'))
}

/** Beside what the server keeps by default. */
function defaultFolder(startedAt: string): string {
  return join('data', 'lab', startedAt.replaceAll(':', '-').replace(/\..*/, ''))
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, Math.max(0, delayMs))
  signal.addEventListener('abort', () => resolve(), { once: true })
  return promise.finally(() => clearTimeout(timer))
}

/** Until `over`. */
function onAbort(signal: AbortSignal, over: AbortSignal, react: () => void): void {
  if (signal.aborted) react()
  else signal.addEventListener('abort', react, { once: true, signal: over })
}

function aborted(signal: AbortSignal, over: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  onAbort(signal, over, resolve)
  return promise
}
