// A stress test: level after level, each against a fresh server, and a table of them all.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ending } from '../exit-codes.ts'
import type { RunOptions } from '../options.ts'
import { writeFiles } from '../report/files.ts'
import { measure, type Surroundings } from '../run.ts'
import { openServer } from './fresh-server.ts'
import type { Level } from './levels.ts'
import { type LevelSummary, stressTable, summariseLevel } from './summary.ts'

export interface StressOptions {
  readonly levels: readonly Level[]
  /** Program and arguments of the server. */
  readonly server: readonly string[]
  /** All that is the same on every level. */
  optionsOf(level: Level, url: string): RunOptions
  /** For a folder of each level, and `stress.json`. */
  readonly out: string
}

/** What the worst level came to. @throws {LabError} target, usage: a level could not be run at all */
export async function stress({ levels, server, optionsOf, out }: StressOptions, around: Surroundings): Promise<Ending> {
  const { screen, paint } = around
  const done: LevelSummary[] = []
  for (const [index, level] of levels.entries()) {
    if (around.interrupted.aborted) break
    screen.write(paint('bold', `\n  level ${index + 1} of ${levels.length}: ${level.clients} clients\n`))
    await using fresh = await openServer(server)
    const report = await measure({ ...optionsOf(level, fresh.url), serverPid: fresh.pid }, around)
    await writeFiles(join(out, String(level.clients)), report)
    done.push(summariseLevel(report))
    // After each level: whoever ends a long test early has what was measured.
    await writeFile(join(out, 'stress.json'), `${JSON.stringify(done, null, 1)}\n`)
  }
  screen.write(
    `\n${stressTable(done)
      .map((line) => `  ${line}`)
      .join('\n')}\n\n  → ${join(out, 'stress.json')}\n`,
  )
  return worstOf(done, around.interrupted.aborted)
}

function worstOf(levels: readonly LevelSummary[], wasInterrupted: boolean): Ending {
  if (wasInterrupted) return 'interrupted'
  if (levels.some(({ valid }) => !valid)) return 'invalid'
  return levels.find(({ ending }) => ending !== 'ok')?.ending ?? 'ok'
}
