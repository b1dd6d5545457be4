// The commands `compare` and `trend`: runs that were written down, beside each other.

import { globSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { share } from '../command-line.ts'
import { exitCodes, LabError } from '../exit-codes.ts'
import { fileNames } from '../report/files.ts'
import { compare, comparisonTable, mustBeComparable } from './compare.ts'
import { readSaved, type Saved } from './saved.ts'
import { historyOf, trends, trendTable } from './trend.ts'

type Say = (line: string) => void

interface Flags {
  readonly tolerance: number
}

/** @param say writes a line for people */
export function addCompareCommands(program: Command, say: Say): void {
  program
    .command('compare <base> <new>')
    .description('two runs beside each other; fails where the new one is worse by more than is allowed')
    .option('--tolerance <share>', 'by which a figure may be worse (default: 5 %)', share, 0.05)
    .action((base: string, now: string, flags: Flags) => {
      process.exitCode = compareRuns(readSaved(base), readSaved(now), flags, say)
    })
  program
    .command('trend <folder>')
    .description('all runs below a folder over time; fails where the last one is worse than the median of those before')
    .option('--tolerance <share>', 'by which a figure may be worse (default: 5 %)', share, 0.05)
    .action((folder: string, flags: Flags) => {
      process.exitCode = tellTrend(folder, flags, say)
    })
}

function compareRuns(base: Saved, now: Saved, { tolerance }: Flags, say: Say): number {
  mustBeComparable(base, now)
  const rows = compare(base, now, tolerance)
  for (const line of comparisonTable(rows)) say(line)
  return endingOf(
    rows.filter(({ change }) => change === 'worse').map(({ figure }) => figure.name),
    say,
  )
}

function tellTrend(folder: string, { tolerance }: Flags, say: Say): number {
  const paths = globSync(join(folder, '**', fileNames.report))
  if (paths.length === 0) throw new LabError('usage', `there is no ${fileNames.report} below ${folder}`)
  const { runs, leftOut } = historyOf(paths.map(readSaved))
  if (leftOut > 0) say(`${leftOut} of ${paths.length} runs are left out: invalid, of another machine, or of other work`)
  const all = trends(runs, tolerance)
  for (const line of trendTable(all)) say(line)
  if (all.every(({ last }) => last === undefined)) say('too few runs to judge the last one: three before it are needed')
  return endingOf(
    all.filter(({ last }) => last?.change === 'worse').map(({ figure }) => figure.name),
    say,
  )
}

function endingOf(worse: readonly string[], say: Say): number {
  say(worse.length === 0 ? '✓ nothing is worse' : `✗ worse: ${worse.join(', ')}`)
  return exitCodes[worse.length === 0 ? 'ok' : 'failed'].code
}
