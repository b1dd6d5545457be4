// Two runs beside each other: what has become better or worse by more than is allowed. Pure.

import { LabError } from '../exit-codes.ts'
import { table } from '../report/text.ts'
import { type Figure, figures } from './figures.ts'
import { machineOf, type Saved, workOf } from './saved.ts'

export type Change = 'better' | 'worse' | 'same'

export interface Compared {
  readonly figure: Figure
  readonly base: number
  readonly now: number
  /** (now − base) ÷ base; undefined where base is 0. */
  readonly share: number | undefined
  readonly change: Change
}

/** @throws {LabError} usage: of other machines, or other work; invalid: one of them says nothing about the server */
export function mustBeComparable(base: Saved, now: Saved): void {
  for (const run of [base, now])
    if (!run.verdict.valid) throw new LabError('invalid', `${run.path} is invalid: it says nothing about the server`)
  if (machineOf(base) !== machineOf(now))
    throw new LabError(
      'usage',
      `${base.path} is of another machine (${machineOf(base)}, not ${machineOf(now)}): run it again here`,
    )
  if (workOf(base) !== workOf(now))
    throw new LabError('usage', `${base.path} and ${now.path} are not of the same work: ${difference(base, now)}`)
}

/** @param tolerance share by which a figure may become worse */
export function compare(base: Saved, now: Saved, tolerance: number): Compared[] {
  return figures.flatMap((figure) => {
    const [before, after] = [figure.of(base), figure.of(now)]
    return before === undefined || after === undefined ? [] : [compareValues(figure, before, after, tolerance)]
  })
}

export function compareValues(figure: Figure, base: number, now: number, tolerance: number): Compared {
  const grown = now - base
  const isMeant = Math.abs(grown) > Math.max(figure.least, Math.abs(base) * tolerance)
  const isBetter = figure.better === 'more' ? grown > 0 : grown < 0
  const change = !isMeant ? 'same' : isBetter ? 'better' : 'worse'
  return { figure, base, now, share: base === 0 ? undefined : grown / base, change }
}

export function comparisonTable(rows: readonly Compared[]): string[] {
  return table([
    ['figure', 'base', 'now', 'change', ''],
    ...rows.map(({ figure, base, now, share, change }) => [
      figure.name,
      figure.words(base),
      figure.words(now),
      share === undefined ? '–' : `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)} %`,
      change === 'same' ? '' : change,
    ]),
  ])
}

function difference(base: Saved, now: Saved): string {
  const names = new Set([...Object.keys(base.options), ...Object.keys(now.options)])
  const [first] = [...names].filter((name) => JSON.stringify(base.options[name]) !== JSON.stringify(now.options[name]))
  return first === undefined ? 'they differ' : `${first} is ${told(base, first)} and ${told(now, first)}`
}

function told({ options }: Saved, name: string): string {
  return JSON.stringify(options[name]) ?? 'not given'
}
