// What the commands that run clients have in common: their options, and the world around them.

import { styleText } from 'node:util'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { exitCodes } from './exit-codes.ts'
import { readNetwork } from './impair/network-flag.ts'
import { readShare } from './impair/units.ts'
import { limits } from './limits.ts'
import type { Surroundings } from './run.ts'

/** A screen without a width is wide. */
const WIDE = 160

/** What clients send and look at, and how they are spread over processes. */
export function clientOptions(command: Command): Command {
  return command
    .option('--room <name>', 'name of the room; of several: followed by -1, -2 …', 'load-test-room')
    .option('--rooms-of <n>', 'members of each room (default: all in one)', integer('roomsOf'))
    .option('--audio-only', 'send no video')
    .option('--video-only', 'send no audio')
    .addOption(new Option('--video <size>', 'size of the video (default: 360p)').choices(['360p', '720p', '1080p']))
    .option('--simulcast', 'send the video in several sizes at once')
    .option('--view <n>', `tiles that each client looks at ${within('view')} (default: 25)`, integer('view'))
    .option('--chat <n>', `messages that each client writes a minute ${within('chat')}`, integer('chat'), 0)
    .option(
      '--network <network>',
      'that packets pass: "{ loss: 3 %, delay: 50 ms }", or a file with phases',
      readNetwork,
    )
    .option('--network-share <share>', 'of the clients that have it (default: all)', share)
    .addOption(new Option('--encoding <name>', 'of the signaling').choices(['json', 'msgpack']).default('json'))
    .option('--seed <n>', 'the same seed, the same schedule', integer('seed'), 42)
    .option(
      '--processes <n>',
      `child processes ${within('processes')} (default: as many as needed)`,
      integer('processes'),
    )
    .option('--clients-per-process <n>', `at most ${within('clientsPerProcess')}`, integer('clientsPerProcess'))
}

export function exitCodeHelp(): string {
  const lines = Object.values(exitCodes).map(({ code, text }) => `  ${String(code).padStart(3)}  ${text}`)
  return `\nExit codes:\n${lines.join('\n')}\n`
}

export function integer(name: keyof typeof limits): (text: string) => number {
  const { min, max } = limits[name]
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`A whole number from ${min} to ${max} is needed.`)
  }
}

/** @throws {InvalidArgumentError} no share, or more than all */
export function share(text: string): number {
  try {
    const value = readShare(text)
    if (value <= 1) return value
  } catch {
    // It is said below, with an example.
  }
  throw new InvalidArgumentError('A share is needed, such as 25 % or 0.25.')
}

export function within(name: keyof typeof limits): string {
  return `(${limits[name].min}–${limits[name].max})`
}

/** Where the program writes. */
export type Streams = Pick<NodeJS.Process, 'stdout' | 'stderr'>

/** While `work` runs, the first signal ends it cleanly and the second at once. `toStderr`: stdout is for JSON. */
export async function inSurroundings<T>(
  { stdout, stderr }: Streams,
  toStderr: boolean,
  work: (around: Surroundings) => Promise<T>,
): Promise<T> {
  const stream = toStderr ? stderr : stdout
  const [interrupted, forced] = [new AbortController(), new AbortController()]
  const onSignal = () => (interrupted.signal.aborted ? forced : interrupted).abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  try {
    return await work({
      screen: {
        isTerminal: stream.isTTY === true,
        columns: stream.columns ?? WIDE,
        write: (text) => void stream.write(text),
      },
      print: (text) => void stdout.write(text),
      paint: (color, text) => styleText(color, text, { stream }),
      interrupted: interrupted.signal,
      forced: forced.signal,
    })
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
  }
}
