// The words and tables of the page.

import type { Grade, GradedFigure } from '../../verdict/grades.ts'
import { verdictLine } from '../../verdict/verdict.ts'
import { answersOf } from '../answers.ts'
import { type LabReport, lossShare } from '../lab-report.ts'
import type { Percentiles } from '../percentiles.ts'
import { bytes, count, ms, percent } from '../text.ts'
import { type Html, html } from './html.ts'

export function verdictSection({ verdict, grades }: LabReport): Html {
  const worst = grades.some(({ grade }) => grade === 'critical')
    ? 'critical'
    : grades.some(({ grade }) => grade === 'warning')
      ? 'warning'
      : 'good'
  const look = verdict.valid ? worst : 'critical'
  return html`<section class="verdict ${look}"><p class="word">${verdict.valid ? 'Valid' : 'Invalid'}</p>
    <div><p>${verdictLine(verdict)}</p>${verdict.notes.map((note) => html`<p class="note">${note}</p>`)}</div></section>`
}

export function cardsSection(report: LabReport): Html {
  const { clients, media, server, signaling } = report
  const latency = media.latencyMs.video ?? media.latencyMs.audio
  const ratio = media.receiveRatio
  const answers = Object.entries(signaling).flatMap(([method, { p99 }]) => (method === 'room.leave' ? [] : (p99 ?? [])))
  const cards: [string, string, string][] = [
    ['connected', `${count(clients.connected)} of ${count(clients.planned)}`, `${count(clients.errors)} errors`],
    ...(ratio && ratio.expected > 0
      ? [
          ['delivered', percent(Math.min(1, ratio.measured / ratio.expected)), deliveredOf(ratio)] as [
            string,
            string,
            string,
          ],
        ]
      : []),
    ['lost', percent(lossShare(media)), `${count(media.packetsUnrecovered)} packets for good`],
    ...(latency
      ? [['latency', `${ms(latency.p50)} ms`, `P95 ${ms(latency.p95)} ms, one way`] as [string, string, string]]
      : []),
    ...(answers.length > 0
      ? [['answers', `${ms(Math.max(...answers))} ms`, 'P99 of the slowest method'] as [string, string, string]]
      : []),
    ...(server.busiest === undefined
      ? []
      : [
          ['server', percent(server.busiest), `of a core, its busiest process; ${bytes(server.rssMaxBytes)}`] as [
            string,
            string,
            string,
          ],
        ]),
  ]
  return html`<section class="cards">${cards.map(
    ([name, value, more]) => html`<div><h3>${name}</h3><p class="value">${value}</p><p>${more}</p></div>`,
  )}</section>`
}

/** What was sent and what was received are counts of many clients, not all taken at one instant. */
function deliveredOf({ measured, expected }: { measured: number; expected: number }): string {
  if (measured <= expected) return 'of what should have come'
  return `of what should have come (counted: ${percent(measured / expected)}; clients are not all read at one instant)`
}

const graded: Readonly<Record<GradedFigure['name'], [string, (value: number) => string, string, string]>> = {
  connectionSuccess: ['Clients that connected', percent, '100 %', '< 90 %'],
  errors: ['Errors', count, '0', '> 10'],
  receiveRatio: ['Packets received for each one sent', (value) => value.toFixed(2), '≥ 0.4', '< 0.1'],
  delivered: ['Received of what should have been', (value) => percent(Math.min(1, value)), '≥ 99 %', '< 90 %'],
  loss: ['Lost on the way, before repair', percent, '≤ 0.1 %', '> 2 %'],
  serverCpu: ['CPU of the server’s busiest process', percent, '≤ 70 %', '> 90 %'],
  serverRssBytes: ['Memory of the server', bytes, '≤ 1 GiB', '> 4 GiB'],
}

export function gradesSection({ grades, media: { receiveRatio: ratio } }: LabReport): Html {
  const rows = grades.map(({ name, value, grade }) => {
    const [words, told, good, critical] = graded[name]
    const expected = name === 'receiveRatio' && ratio ? ` (by the scenario ${ratio.expected.toFixed(2)})` : ''
    return html`<tr><td>${words}${expected}</td><td>${told(value)}</td><td>${good}</td><td>${critical}</td>
      <td>${mark(grade)}</td></tr>`
  })
  return html`<section><h2>How the server did</h2><table><thead><tr><th>Figure</th><th>Measured</th><th>Good</th>
    <th>Critical</th><th></th></tr></thead><tbody>${rows}</tbody></table></section>`
}

export function answersSection(report: LabReport): Html {
  const rows = answersOf(report).map(({ question, answer }) => html`<dt>${question}</dt><dd>${answer}</dd>`)
  return html`<section><h2>What this run can tell</h2><dl>${rows}</dl></section>`
}

const steps = {
  socketMs: 'WebSocket open',
  helloMs: 'hello answered',
  joinMs: 'room joined',
  iceMs: 'ICE connected',
  dtlsMs: 'DTLS connected',
  connectedMs: 'published, media flows',
  firstPacketMs: 'first packet received',
  firstFrameMs: 'first video frame',
} as const

export function timesSection({ connecting, media, signaling }: LabReport): Html {
  const found = new Map(Object.entries(connecting))
  const connects = Object.entries(steps).map(([step, words]): [string, Percentiles | undefined] => [
    words,
    found.get(step),
  ])
  const received: [string, Percentiles | undefined][] = [
    ['latency of audio packets, one way', media.latencyMs.audio],
    ['latency of video frames, one way', media.latencyMs.video],
    ['jitter of received streams', media.jitterMs],
  ]
  const answers = Object.entries(signaling).map(([method, of]): [string, Percentiles | undefined] => [
    method,
    { count: of.count ?? 0, p50: of.p50 ?? 0, p95: of.p95 ?? 0, p99: of.p99 ?? 0, max: of.max ?? 0 },
  ])
  return html`<section><h2>How long things took</h2>${percentileTable('From the start of connect, ms', connects)}
    ${percentileTable('Media, ms', received)}${percentileTable('Answers on the WebSocket, ms', answers)}</section>`
}

export function costSection({ server, generator, machine, versions, options, startedAt, endedAt }: LabReport): Html {
  const processes = server.processes.map(
    ({ pid, role, cpuMean, cpuMax, rssMaxBytes, descriptorsMax }) => html`<tr><td>${role} (${pid})</td>
      <td>${percent(cpuMean)}</td><td>${percent(cpuMax)}</td><td>${bytes(rssMaxBytes)}</td><td>${count(descriptorsMax)}</td></tr>`,
  )
  const facts = Object.entries({
    machine: `${machine.cores} × ${machine.model}, ${bytes(machine.memoryBytes)}, Linux ${machine.kernel}`,
    lab: `${generator.cpuSeconds.toFixed(1)} s CPU${generator.cpuMsPer1000Packets === undefined ? '' : `, ${generator.cpuMsPer1000Packets.toFixed(1)} ms for 1000 packets`}, ${bytes(generator.rssMaxBytes)}`,
    ...versions,
    from: startedAt,
    until: endedAt,
    options: JSON.stringify(options),
  }).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)
  return html`<section><h2>What it cost</h2><table><thead><tr><th>Process of the server</th><th>CPU, mean</th><th>most</th>
    <th>Memory</th><th>Descriptors</th></tr></thead><tbody>${processes}</tbody></table><dl class="facts">${facts}</dl></section>`
}

function percentileTable(title: string, rows: readonly [string, Percentiles | undefined][]): Html {
  const known = rows.flatMap(([name, of]) =>
    of === undefined
      ? []
      : [
          html`<tr><td>${name}</td>${[of.p50, of.p95, of.p99, of.max].map((value) => html`<td>${ms(value)}</td>`)}<td>${count(of.count)}</td></tr>`,
        ],
  )
  if (known.length === 0) return html``
  return html`<table><thead><tr><th>${title}</th><th>P50</th><th>P95</th><th>P99</th><th>max</th><th>of</th></tr></thead>
    <tbody>${known}</tbody></table>`
}

function mark(grade: Grade): Html {
  return html`<span class="mark ${grade}">${grade}</span>`
}
