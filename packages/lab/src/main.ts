#!/usr/bin/env node
// The command line of the load lab.

import { readFileSync } from 'node:fs'
import { styleText } from 'node:util'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type Ending, exitCodes, LabError } from './exit-codes.ts'
import { addImpairCommand } from './impair/command.ts'
import { limits } from './limits.ts'
import { type Flags, readOptions, type Scenario } from './options.ts'
import { run } from './run.ts'
import { readCredentials } from './token.ts'

/** A screen without a width is wide. */
const WIDE = 160

const program = new Command('parley-lab')
  .description('Real WebRTC clients by the hundred against a Parley server, and whether what they saw can be believed')
  .exitOverride()
  .showHelpAfterError('(parley-lab run conference --help says more)')
const runCommand = program.command('run').description('run a scenario')

scenario('conference', 'everybody sends, and receives everybody else in the same room')
scenario('webinar', 'some send, and come first; the others only listen').option(
  '--publishers <n>',
  `how many of each room send ${within('publishers')} (default: 1)`,
  integer('publishers'),
)
addImpairCommand(program, (line) => void process.stdout.write(`${line}\n`))

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = failed(error)
}

/** All take the same options. */
function scenario(name: Scenario, description: string): Command {
  return runCommand
    .command(name)
    .description(description)
    .option('-c, --clients <n>', `all of them ${within('clients')}`, integer('clients'), 5)
    .option('-d, --duration <s>', `seconds in which all are there ${within('duration')}`, integer('duration'), 30)
    .option('-r, --ramp-up <s>', `seconds over which they come ${within('rampUp')}`, integer('rampUp'), 5)
    .option('-s, --server <url>', 'WebSocket of the server', 'ws://localhost:8080/ws')
    .option('--room <name>', 'name of the room; of several: followed by -1, -2 …', 'load-test-room')
    .option('--rooms-of <n>', 'members of each room (default: all in one)', integer('roomsOf'))
    .option('--audio-only', 'send no video')
    .option('--video-only', 'send no audio')
    .addOption(new Option('--video <size>', 'size of the video (default: 360p)').choices(['360p', '720p', '1080p']))
    .option('--simulcast', 'send the video in several sizes at once')
    .option('--view <n>', `tiles that each client looks at ${within('view')} (default: 25)`, integer('view'))
    .option('--chat <n>', `messages that each client writes a minute ${within('chat')}`, integer('chat'), 0)
    .addOption(new Option('--encoding <name>', 'of the signaling').choices(['json', 'msgpack']).default('json'))
    .option('--token <jwt|@file>', 'access token of the only client (of each room)')
    .option('--key <name=secret|@file>', 'sign a token for each client, with a key of the server (auth.keys)')
    .option(
      '--out <dir>',
      'folder for load_test_results.json, load_test_summary.json and lab.json (default: data/lab/<time>)',
    )
    .option('--seed <n>', 'the same seed, the same schedule', integer('seed'), 42)
    .option(
      '--processes <n>',
      `child processes ${within('processes')} (default: as many as needed)`,
      integer('processes'),
    )
    .option('--clients-per-process <n>', `at most ${within('clientsPerProcess')}`, integer('clientsPerProcess'))
    .option('--server-pid <pid>', 'process of the server (default: who listens on its port)', integer('pid'))
    .option('--metrics-token <token>', 'for /metrics and /stats (operations.metricsToken)')
    .option('--json', 'print the whole report as JSON to stdout, and everything else to stderr')
    .option('--quiet', 'print the verdict only')
    .option('--i-own-this-host', 'allow a target that is not this machine')
    .addHelpText('after', `\nExit codes:\n${exitCodeLines().join('\n')}\n`)
    .action(async (flags: Flags) => {
      process.exitCode = exitCodes[await carryOut(name, flags)].code
    })
}

async function carryOut(name: Scenario, flags: Flags): Promise<Ending> {
  const options = readOptions(
    name,
    flags,
    readCredentials(flags, (path) => readFileSync(path, 'utf8')),
  )
  const stream = options.json ? process.stderr : process.stdout
  const [interrupted, forced] = [new AbortController(), new AbortController()]
  const onSignal = () => (interrupted.signal.aborted ? forced : interrupted).abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  try {
    return await run(options, {
      screen: {
        isTerminal: stream.isTTY === true,
        columns: stream.columns ?? WIDE,
        write: (text) => void stream.write(text),
      },
      print: (text) => void process.stdout.write(text),
      paint: (color, text) => styleText(color, text, { stream }),
      interrupted: interrupted.signal,
      forced: forced.signal,
    })
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
  }
}

/** Says what is wrong in a line; what nobody expected gets its stack. */
function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok.code : exitCodes.usage.code
  if (!(error instanceof LabError)) throw error
  process.stderr.write(`parley-lab: ${error.message}\n`)
  return exitCodes[error.ending].code
}

function integer(name: keyof typeof limits): (text: string) => number {
  const { min, max } = limits[name]
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`A whole number from ${min} to ${max} is needed.`)
  }
}

function within(name: keyof typeof limits): string {
  return `(${limits[name].min}–${limits[name].max})`
}

function exitCodeLines(): string[] {
  return Object.values(exitCodes).map(({ code, text }) => `  ${String(code).padStart(3)}  ${text}`)
}
