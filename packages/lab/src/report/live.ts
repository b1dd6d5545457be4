// What somebody sees while a run goes on: a table that renews itself on a terminal, else a line now and then.

import type { RunOptions } from '../options.ts'
import type { Plan } from '../swarm/plan.ts'
import type { Second } from './series.ts'
import { bytes, count, ms, percent } from './text.ts'

/** Where text goes. */
export interface Screen {
  readonly isTerminal: boolean
  readonly columns: number
  write(text: string): void
}

export interface Live {
  show(second: Second): void
  /** A line that stays. */
  say(line: string): void
  close(): void
}

const BAR = 28
const LINE_EVERY_MS = 5_000
/** The cursor up so many lines, and everything below it gone (ECMA-48 CUU, ED). */
const back = (lines: number) => (lines === 0 ? '' : `\x1b[${lines}A\x1b[J`)

export function openLive(screen: Screen, options: RunOptions, plan: Plan): Live {
  return screen.isTerminal ? openTable(screen, options, plan) : openLines(screen, plan)
}

/** Says nothing at all. */
export const silent: Live = { show() {}, say() {}, close() {} }

function openTable(screen: Screen, options: RunOptions, plan: Plan): Live {
  let shown = 0
  const clear = () => {
    screen.write(back(shown))
    shown = 0
  }
  return {
    show(second) {
      const lines = tableLines(second, options, plan).map((line) => line.slice(0, Math.max(20, screen.columns - 1)))
      screen.write(`${back(shown)}${lines.join('\n')}\n`)
      shown = lines.length
    },
    say(line) {
      clear()
      screen.write(`${line}\n`)
    },
    close: clear,
  }
}

function openLines(screen: Screen, plan: Plan): Live {
  let nextMs = 0
  return {
    show(second) {
      if (second.atMs < nextMs) return
      nextMs = (Math.floor(second.atMs / LINE_EVERY_MS) + 1) * LINE_EVERY_MS - 500
      screen.write(`${line(second, plan)}\n`)
    },
    say: (text) => screen.write(`${text}\n`),
    close() {},
  }
}

function tableLines(second: Second, { clients, roomsOf, publishers, server, view }: RunOptions, plan: Plan): string[] {
  const { clients: states, packetsSent, packetsReceived, bytesReceived, packetsLost, generator, machine } = second
  const rooms = new Set(plan.clients.map(({ room }) => room)).size
  const members = Math.min(roomsOf, clients)
  const isWebinar = publishers < members
  const speakers = isWebinar ? `, ${publishers} of ${members} publish` : ''
  const tiles = Math.min(view, isWebinar ? publishers : members - 1)
  const seconds = (atMs: number) => Math.round(atMs / 1_000)
  const done = Math.min(1, second.atMs / plan.leaveAtMs)
  const bar = '█'.repeat(Math.round(done * BAR)).padEnd(BAR, '░')
  const coming = states.connecting + states.waiting
  const troubled = [
    ...(coming > 0 ? [`${coming} to come`] : []),
    ...(states.reconnecting > 0 ? [`${states.reconnecting} reconnecting`] : []),
    `${states.failed + states.lost} failed`,
  ]
  return [
    '',
    `  ${clients} clients in ${rooms} ${rooms === 1 ? 'room' : 'rooms'}${speakers}, ${tiles === 0 ? 'no video' : `${tiles} tiles each`} → ${server}`,
    `  ${second.phase.padEnd(9)} ${bar} ${seconds(second.atMs)} of ${seconds(plan.leaveAtMs)} s`,
    `  clients   ${states.connected + states.left} connected, ${troubled.join(', ')}`,
    `  packets   ${count(packetsSent)}/s out, ${count(packetsReceived)}/s in (${bytes(bytesReceived)}/s), ${count(packetsLost)}/s lost`,
    `  latency   ${latencyText(second)}`,
    `  server    ${serverText(second)}`,
    `  generator ${percent(generator.cpu)} CPU, ${bytes(generator.rssBytes)}, packets late ${ms(generator.scheduleErrorP99Ms)} ms at P99; machine ${percent(machine.busy)} busy`,
  ]
}

function line(second: Second, plan: Plan): string {
  const { atMs, phase, clients, packetsSent, packetsReceived, packetsLost, generator } = second
  const planned = plan.clients.length
  const reconnecting = clients.reconnecting > 0 ? `${clients.reconnecting} reconnecting, ` : ''
  return [
    `${String(Math.round(atMs / 1_000)).padStart(4)} s ${phase}: ${clients.connected}/${planned} connected, ${reconnecting}${clients.failed + clients.lost} failed`,
    `${count(packetsSent)}/s out, ${count(packetsReceived)}/s in, ${count(packetsLost)}/s lost`,
    `latency ${latencyText(second)}`,
    `server ${serverText(second)}`,
    `generator ${percent(generator.cpu)}`,
  ].join(' | ')
}

function latencyText({ latencyMs }: Second): string {
  if (latencyMs === undefined) return 'no packets yet'
  return `P50 ${ms(latencyMs.p50)} ms, P95 ${ms(latencyMs.p95)} ms`
}

function serverText({ server }: Second): string {
  if (server.state === 'unseen') return 'not on this machine, or not to be seen'
  if (server.state === 'gone') return 'gone'
  const each = server.processes.map(({ role, cpu }) => `${role} ${percent(cpu)}`)
  const rss = server.processes.reduce((sum, { rssBytes }) => sum + rssBytes, 0)
  const descriptors = server.processes.reduce((sum, process) => sum + process.descriptors, 0)
  return `${each.join(', ')}, ${bytes(rss)}, ${descriptors} descriptors`
}
