// Runs of the same work over time: how each figure went, and whether the last run is worse than those before. Pure.

import { table } from '../report/text.ts'
import { type Compared, compareValues } from './compare.ts'
import { type Figure, figures } from './figures.ts'
import { machineOf, type Saved, workOf } from './saved.ts'

export interface Trend {
  readonly figure: Figure
  /** Oldest first. */
  readonly values: readonly number[]
  /** The last against the median of those before; undefined where there are too few. */
  readonly last: Compared | undefined
}

/** A median of fewer says too little. */
const leastHistory = 3
const bars = '▁▂▃▄▅▆▇█'

/** Those that can be compared with the newest one, oldest first. */
export function historyOf(runs: readonly Saved[]): { readonly runs: readonly Saved[]; readonly leftOut: number } {
  const sorted = runs.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))
  const newest = sorted.at(-1)
  if (newest === undefined) return { runs: [], leftOut: 0 }
  const fit = sorted.filter(
    (run) => run.verdict.valid && machineOf(run) === machineOf(newest) && workOf(run) === workOf(newest),
  )
  return { runs: fit, leftOut: sorted.length - fit.length }
}

export function trends(runs: readonly Saved[], tolerance: number): Trend[] {
  return figures.flatMap((figure) => {
    const values = runs.flatMap((run) => figure.of(run) ?? [])
    const [last, before] = [values.at(-1), values.slice(0, -1)]
    if (last === undefined) return []
    const compared = before.length < leastHistory ? undefined : compareValues(figure, median(before), last, tolerance)
    return [{ figure, values, last: compared }]
  })
}

export function trendTable(all: readonly Trend[]): string[] {
  return table([
    ['figure', 'runs', 'median', 'last', '', ''],
    ...all.map(({ figure, values, last }) => [
      figure.name,
      String(values.length),
      figure.words(median(values)),
      figure.words(values.at(-1) ?? 0),
      drawn(values),
      last === undefined || last.change === 'same' ? '' : last.change,
    ]),
  ])
}

/** From the least to the most, in eight steps; the last thirty. */
function drawn(values: readonly number[]): string {
  const shown = values.slice(-30)
  const [least, most] = [Math.min(...shown), Math.max(...shown)]
  return shown
    .map((value) => bars[most === least ? 0 : Math.round(((value - least) / (most - least)) * 7)] ?? '')
    .join('')
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}
