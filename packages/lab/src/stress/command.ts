// The command `stress`: level after level, each against a fresh server of this checkout.

import { join } from 'node:path'
import type { Command } from 'commander'
import { clientOptions, exitCodeHelp, inSurroundings, integer, type Streams, within } from '../command-line.ts'
import { exitCodes } from '../exit-codes.ts'
import { type Flags, readOptions } from '../options.ts'
import { readCredentials } from '../token.ts'
import { ownCommand } from './fresh-server.ts'
import { readLevels } from './levels.ts'
import { stress } from './stress.ts'

type StressFlags = Omit<Flags, 'clients' | 'duration' | 'rampUp' | 'server'> & {
  readonly out?: string
  readonly serverFlags?: string
  readonly serverCommand?: string
}

export function addStressCommand(program: Command, streams: Streams): void {
  const command = program
    .command('stress <levels> [seconds]')
    .description('level after level, each against a fresh server: stress "10 50 100" 30')
    .option(
      '--publishers <n>',
      `how many of each room send ${within('publishers')} (default: all)`,
      integer('publishers'),
    )
  clientOptions(command)
    .option('--server-flags <flags>', 'for the server of this checkout, such as "--media-workers 1"')
    .option('--server-command <command>', 'another server: a program that says “Parley is ready: URL” on stderr')
    .option('--out <dir>', 'folder for stress.json, and one for each level (default: results/stress/<time>)')
    .addHelpText('after', exitCodeHelp())
    .action(async (levels: string, seconds: string | undefined, flags: StressFlags) => {
      const duration = integer('duration')(seconds ?? '30')
      const { publishers, serverFlags, serverCommand } = flags
      const scenario = publishers === undefined ? 'conference' : 'webinar'
      const credentials = readCredentials(flags, () => '')
      const ending = await inSurroundings(streams, false, (around) =>
        stress(
          {
            levels: readLevels(levels),
            server: serverCommand === undefined ? ownCommand(words(serverFlags)) : words(serverCommand),
            optionsOf: ({ clients, rampUpS }, server) =>
              readOptions(scenario, { ...flags, clients, duration, rampUp: rampUpS, server }, credentials),
            out:
              flags.out ?? join('results', 'stress', new Date().toISOString().replaceAll(':', '-').replace(/\..*/, '')),
          },
          around,
        ),
      )
      process.exitCode = exitCodes[ending].code
    })
}

function words(text = ''): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
