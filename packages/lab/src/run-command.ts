// The command `run`: one scenario against a server that runs already.

import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { clientOptions, exitCodeHelp, inSurroundings, integer, type Streams, within } from './command-line.ts'
import { exitCodes } from './exit-codes.ts'
import { type Flags, readOptions, type Scenario } from './options.ts'
import { run } from './run.ts'
import { readCredentials } from './token.ts'

export function addRunCommand(program: Command, streams: Streams): void {
  const command = program.command('run').description('run a scenario')
  scenario(command, streams, 'conference', 'everybody sends, and receives everybody else in the same room')
  scenario(command, streams, 'webinar', 'some send, and come first; the others only listen').option(
    '--publishers <n>',
    `how many of each room send ${within('publishers')} (default: 1)`,
    integer('publishers'),
  )
}

function scenario(parent: Command, streams: Streams, name: Scenario, description: string): Command {
  const command = parent
    .command(name)
    .description(description)
    .option('-c, --clients <n>', `all of them ${within('clients')}`, integer('clients'), 5)
    .option('-d, --duration <s>', `seconds in which all are there ${within('duration')}`, integer('duration'), 30)
    .option('-r, --ramp-up <s>', `seconds over which they come ${within('rampUp')}`, integer('rampUp'), 5)
    .option('-s, --server <url>', 'WebSocket of the server', 'ws://localhost:8080/ws')
  return clientOptions(command)
    .option('--token <jwt|@file>', 'access token of the only client (of each room)')
    .option('--key <name=secret|@file>', 'sign a token for each client, with a key of the server (auth.keys)')
    .option(
      '--out <dir>',
      'folder for load_test_results.json, load_test_summary.json and lab.json (default: data/lab/<time>)',
    )
    .option('--server-pid <pid>', 'process of the server (default: who listens on its port)', integer('pid'))
    .option('--metrics-token <token>', 'for /metrics and /stats (operations.metricsToken)')
    .option('--json', 'print the whole report as JSON to stdout, and everything else to stderr')
    .option('--quiet', 'print the verdict only')
    .option('--i-own-this-host', 'allow a target that is not this machine')
    .addHelpText('after', exitCodeHelp())
    .action(async (flags: Flags) => {
      const credentials = readCredentials(flags, (path) => readFileSync(path, 'utf8'))
      const options = readOptions(name, flags, credentials)
      process.exitCode = exitCodes[await inSurroundings(streams, options.json, (around) => run(options, around))].code
    })
}
