// What one copies and sends to whoever helps: words to read, then the same as JSON; without names and addresses of others. Pure.

import type { TrackFigures } from '@parley/client'
import { texts } from '../texts.ts'
import type { Sample } from './history.ts'
import { sentenceOf } from './sentence.ts'
import { plotsOf } from './series.ts'
import { trackLabel } from './track-label.ts'
import type { QualityPicture } from './watch.ts'

export interface ReportFacts {
  readonly at: Date
  readonly app: string
  readonly server: string
  readonly browser: string
  readonly room: string
  /** The server's word on the own connection, 0–10. */
  readonly score: number | undefined
}

/** Rows of the last minutes that are told: more would not be read. */
const mostRows = 60

export function reportOf(facts: ReportFacts, { diagnosis, history }: QualityPicture): string {
  const words = texts.quality.report
  const last = history.at(-1)
  const data = {
    at: facts.at.toISOString(),
    app: facts.app,
    server: facts.server,
    browser: facts.browser,
    room: facts.room,
    verdict: diagnosis.findings,
    level: diagnosis.level ?? null,
    score: facts.score ?? null,
    send: last?.figures.send ?? null,
    receive: last?.figures.receive ?? null,
    tracks: last ? tracksOf(last) : [],
    history: rowsOf(history),
  }
  const head = [
    words.title,
    `${words.at}: ${data.at}`,
    `${words.room}: ${facts.room}`,
    `${words.app}: ${facts.app}`,
    `${words.server}: ${facts.server}`,
    `${words.browser}: ${facts.browser}`,
    '',
    ...withoutNames(diagnosis.findings),
    '',
    `${words.history}: ${words.columns.join(', ')}`,
    ...data.history.map((row) => row.map((value) => value ?? texts.quality.none).join(', ')),
  ]
  return `${head.join('\n')}\n\n${JSON.stringify({ ...data, verdict: data.verdict.map(nameless) }, rounded, 1)}\n`
}

function withoutNames(findings: QualityPicture['diagnosis']['findings']): string[] {
  return findings.map((finding) => sentenceOf(nameless(finding)))
}

function nameless(finding: QualityPicture['diagnosis']['findings'][0]): typeof finding {
  if (finding.kind !== 'othersPoor') return finding
  return { ...finding, names: finding.names.map((_, index) => texts.quality.report.person(index + 1)) }
}

function tracksOf({ figures }: Sample): readonly { readonly track: string }[] {
  const people = new Map<string, number>()
  const numberOf = (id: string) => {
    const known = people.get(id) ?? people.size + 1
    people.set(id, known)
    return texts.quality.report.person(known)
  }
  const told = ({ track, ...rest }: TrackFigures) => ({ track: trackLabel(track, numberOf), ...rest })
  return [...figures.local.values(), ...figures.remote.values()].map(told)
}

function rowsOf(history: readonly Sample[]): (string | number | null)[][] {
  const plots = plotsOf(history, undefined)
  const line = (name: string, direction: 'sent' | 'received') =>
    plots.find((plot) => plot.name === name)?.lines.find((each) => each.direction === direction)?.values ?? []
  const columns = [
    line('bitrate', 'sent'),
    line('bitrate', 'received'),
    line('loss', 'sent'),
    line('loss', 'received'),
    line('roundTrip', 'sent'),
    line('jitter', 'received'),
  ]
  const seconds = plots[0]?.seconds ?? []
  const step = Math.max(1, Math.ceil(seconds.length / mostRows))
  return seconds.flatMap((second, at) => {
    const isLast = at === seconds.length - 1
    if ((seconds.length - 1 - at) % step !== 0 && !isLast) return []
    return [[`${Math.round(second)} s`, ...columns.map((values) => round(values[at] ?? null))]]
  })
}

function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10
}

/** For JSON: nobody reads the ninth digit. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value
}
