// The end of a run in words and tables: the verdict first, then what somebody asks next.

import type { styleText } from 'node:util'
import type { GradedFigure } from '../verdict/grades.ts'
import { thresholds } from '../verdict/thresholds.ts'
import { verdictLine } from '../verdict/verdict.ts'
import { type LabReport, lossShare } from './lab-report.ts'
import type { Percentiles } from './percentiles.ts'
import { bytes, count, ms, percent, table } from './text.ts'

type Color = 'green' | 'yellow' | 'red' | 'bold' | 'dim'
/** Colors where the screen shows them: `styleText` of node:util, or the text as it is. */
export type Paint = (color: Color & Parameters<typeof styleText>[0], text: string) => string

const MOST_CAUSES = 5
const OF_GRADE = { good: 'green', warning: 'yellow', critical: 'red' } as const

export function summaryLines(report: LabReport, paint: Paint): string[] {
  const { verdict } = report
  return [
    '',
    paint(verdict.valid ? 'green' : 'red', `  ${verdict.valid ? '✓' : '✗'} ${verdictLine(verdict)}`),
    ...verdict.notes.map((note) => paint('yellow', `    note: ${note}`)),
    ...outcomeLines(report, paint),
    '',
    ...connectingTable(report),
    '',
    ...mediaLines(report),
    '',
    ...signalingTable(report),
    '',
    ...costLines(report),
  ]
}

function outcomeLines({ clients, grades }: LabReport, paint: Paint): string[] {
  const notStarted = clients.notStarted > 0 ? `, ${clients.notStarted} not started` : ''
  const lost = clients.lost > 0 ? `, ${clients.lost} lost later` : ''
  const errors = `${clients.errors} ${clients.errors === 1 ? 'error' : 'errors'}`
  const bad = grades.filter(({ grade }) => grade !== 'good')
  return [
    `    ${clients.connected} of ${clients.planned} clients connected${notStarted}${lost}, ${errors}, ${clients.reconnects} reconnects`,
    ...clients.causes.slice(0, MOST_CAUSES).map(({ message, count }) => paint('red', `      ${count} × ${message}`)),
    ...(clients.causes.length > MOST_CAUSES ? [`      and ${clients.causes.length - MOST_CAUSES} other causes`] : []),
    ...bad.map((figure) => paint(OF_GRADE[figure.grade], `    ${figure.grade}: ${gradeText(figure)}`)),
  ]
}

function gradeText({ name, value }: GradedFigure): string {
  const words: Record<GradedFigure['name'], string> = {
    connectionSuccess: `${percent(value)} of the clients connected`,
    errors: `${count(value)} ${value === 1 ? 'error' : 'errors'}`,
    receiveRatio: `${value.toFixed(2)} packets received for each one sent`,
    delivered: `${percent(value)} of what should have been received was received`,
    loss: `${percent(value)} of the packets lost`,
    serverCpu: `the busiest process of the server used ${percent(value)} of a core`,
    serverRssBytes: `the server used ${bytes(value)} of memory`,
  }
  return words[name]
}

const STEPS = {
  socketMs: 'WebSocket open',
  helloMs: 'hello answered',
  joinMs: 'room joined',
  iceMs: 'ICE connected',
  dtlsMs: 'DTLS connected',
  connectedMs: 'published, media flows',
  firstPacketMs: 'first packet received',
  firstFrameMs: 'first video frame',
} as const

function connectingTable({ connecting }: LabReport): string[] {
  const rows = Object.entries(STEPS).flatMap(([step, words]) => {
    const found = Object.entries(connecting).find(([name]) => name === step)?.[1]
    return found ? [row(words, found)] : []
  })
  if (rows.length === 0) return ['  nobody connected']
  return indented(table([['ms from the start of connect', ...HEADS], ...rows]))
}

function mediaLines({ media }: LabReport): string[] {
  const { receiveRatio: ratio, drops, latencyMs, jitterMs } = media
  const delivered = ratio && ratio.expected > 0 ? `, ${percent(ratio.measured / ratio.expected)} of it` : ''
  const expected = ratio
    ? `; expected ${ratio.expected.toFixed(3)} for each one sent, measured ${ratio.measured.toFixed(3)}${delivered}`
    : ''
  const rows = [
    ...(latencyMs.audio ? [row('latency of audio packets, one way', latencyMs.audio)] : []),
    ...(latencyMs.video ? [row('latency of video frames, one way', latencyMs.video)] : []),
    ...(jitterMs ? [row('jitter of received streams', jitterMs)] : []),
  ]
  return [
    `  packets   ${count(media.packetsSent)} sent (${bytes(media.bytesSent)}), ${count(media.packetsReceived)} received (${bytes(media.bytesReceived)})${expected}`,
    `  lost      ${count(media.packetsLost)} of ${count(media.packetsExpected)} (${percent(lossShare(media))}${drops.lab > 0 ? ' without our own' : ''}), ${count(media.packetsUnrecovered)} for good; dropped by full sockets: ${count(drops.lab)} ours, ${count(drops.server)} the server's`,
    `  pictures  ${count(media.freezes)} freezes; asked for: ${count(media.plis)} key frames (PLI), ${count(media.nacks)} times lost packets (NACK)`,
    ...(rows.length === 0 ? [] : ['', ...indented(table([['ms', ...HEADS], ...rows]))]),
  ]
}

function signalingTable({ signaling }: LabReport): string[] {
  const rows = Object.entries(signaling).map(
    ([method, { failed, p50 = 0, p95 = 0, p99 = 0, max = 0, count: answers = 0 }]) => [
      method,
      ...[p50, p95, p99, max].map(ms),
      count(answers),
      count(failed),
    ],
  )
  if (rows.length === 0) return ['  no call was answered']
  return indented(table([['answers, ms', ...HEADS, 'answers', 'failed'], ...rows]))
}

function costLines({ server, generator, machine }: LabReport): string[] {
  const processes = server.processes.map(
    ({ role, cpuMean, cpuMax }) => `${role} ${percent(cpuMean)} CPU (at most ${percent(cpuMax)})`,
  )
  const descriptors = server.processes.reduce((sum, { descriptorsMax }) => sum + descriptorsMax, 0)
  const perPacket = generator.cpuMsPer1000Packets
  return [
    `  server    ${processes.length === 0 ? 'not on this machine, or not to be seen' : `${processes.join(', ')}; ${bytes(server.rssMaxBytes)}, ${descriptors} descriptors`}`,
    `  generator ${generator.cpuSeconds.toFixed(1)} s CPU${perPacket === undefined ? '' : ` (${perPacket.toFixed(1)} ms for 1000 packets)`}, ${bytes(generator.rssMaxBytes)}; packets left ${ms(generator.scheduleErrorMs?.p99 ?? 0)} ms late at P99 (limit ${thresholds.scheduleErrorP99Ms.limit})`,
    `  machine   ${machine.cores} cores, ${percent(machine.busy)} busy, ${percent(machine.steal)} taken by others (steal)`,
  ]
}

const HEADS = ['P50', 'P95', 'P99', 'max'] as const

function row(words: string, { p50, p95, p99, max }: Percentiles): string[] {
  return [words, ...[p50, p95, p99, max].map(ms)]
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}
