// The command `impair`: a bad network by itself, for whatever is to be tried in it.

import { isIP } from 'node:net'
import { type Command, InvalidArgumentError } from 'commander'
import { LabError } from '../exit-codes.ts'
import { seededRandom } from '../rtc/random.ts'
import { isLoopback } from '../target.ts'
import type { Description } from './described.ts'
import { carry, type NetworkOptions } from './network.ts'
import { readNetwork } from './network-flag.ts'
import { type Phase, readPhases } from './phases.ts'

interface Flags {
  readonly udp?: number
  readonly tcp?: number
  readonly target: string
  readonly listen: string
  readonly listenUdp?: number
  readonly listenTcp?: number
  readonly direction: 'both' | 'up' | 'down'
  readonly loss?: string
  readonly bursts?: string
  readonly delay?: string
  readonly jitter?: string
  readonly reorder?: string
  readonly duplicate?: string
  readonly rate?: string
  readonly queue?: string
  readonly for?: string
  readonly phases?: string
  readonly repeat?: boolean
  readonly seed: number
  readonly iOwnThisHost?: boolean
}

/** @param say writes a line for people */
export function addImpairCommand(program: Command, say: (line: string) => void): void {
  program
    .command('impair')
    .description('carry the packets of clients to a server as a bad network does')
    .option('--udp <port>', 'UDP port of the server', port)
    .option('--tcp <port>', 'TCP port of the server', port)
    .option('--target <address>', 'address of the server', address, '127.0.0.1')
    .option('--listen <address>', 'address for clients', address, '127.0.0.1')
    .option('--listen-udp <port>', 'default: that of the server at another address, else a free one', port)
    .option('--listen-tcp <port>', 'as --listen-udp', port)
    .option(
      '--direction <which>',
      'what follows is done to packets both ways, up to the server, or down',
      direction,
      'both',
    )
    .option('--loss <share>', 'lost, each by itself: 3 %')
    .option('--bursts <begin,end[,in[,between]]>', 'lost in bursts: probabilities of beginning and end, shares lost')
    .option('--delay <time>', 'longer on the way: 80 ms')
    .option('--jitter <time>', 'and up to so much more')
    .option('--reorder <share>', 'overtake those before them')
    .option('--duplicate <share>', 'arrive twice')
    .option('--rate <bits>', 'what the line carries: 300 kbit/s')
    .option('--queue <bytes>', 'what waits for the line (default: 200 ms of it)')
    .option('--for <time>', 'and then end (default: until Ctrl-C)')
    .option('--phases <file>', 'YAML: a list of {for, up, down, both, tcp, address}, in place of the options above')
    .option('--repeat', 'begin anew after the last phase')
    .option('--seed <n>', 'the same seed, the same luck', Number, 42)
    .option('--i-own-this-host', 'allow a target that is not this machine')
    .action(async (flags: Flags) => {
      const ending = new AbortController()
      const end = () => ending.abort()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
      await carry({ ...readFlags(flags), say }, ending.signal)
    })
}

/** @throws {LabError} usage, target */
function readFlags(flags: Flags): Omit<NetworkOptions, 'say'> {
  const { udp, tcp, target, listen, seed } = flags
  if (udp === undefined && tcp === undefined) throw new LabError('usage', 'say which port: --udp, --tcp or both')
  if (!isLoopback(target) && flags.iOwnThisHost !== true)
    throw new LabError('target', `${target} is not this machine: say --i-own-this-host if it is yours`)
  const between = (of: number, wanted: number | undefined) => ({
    listen: { address: listen, port: wanted ?? (listen === target ? 0 : of) },
    target: { address: target, port: of },
  })
  return {
    udp: udp === undefined ? undefined : between(udp, flags.listenUdp),
    tcp: tcp === undefined ? undefined : between(tcp, flags.listenTcp),
    phases: phasesOf(flags),
    repeats: flags.repeat === true,
    random: seededRandom(seed),
    now: () => performance.now(),
  }
}

function phasesOf(flags: Flags): Phase[] {
  const { direction: which, phases, for: lasts } = flags
  if (phases !== undefined) return readNetwork(phases)
  return readPhases([{ [which]: descriptionOf(flags), ...(lasts === undefined ? {} : { for: lasts }) }])
}

function descriptionOf({ loss, bursts, delay, jitter, reorder, duplicate, rate, queue }: Flags): Description {
  if (loss !== undefined && bursts !== undefined) throw new LabError('usage', 'give either --loss or --bursts')
  const [toBad = '', toGood = '', inBad, inGood] = bursts?.split(',') ?? []
  const inBursts = { toBad, toGood, ...(inBad && { inBad }), ...(inGood && { inGood }) }
  const given = { loss: bursts === undefined ? loss : inBursts, delay, jitter, reorder, duplicate, rate, queue }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function port(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= 65_535) return value
  throw new InvalidArgumentError('A port from 1 to 65535 is needed.')
}

function address(text: string): string {
  if (isIP(text) !== 0) return text
  throw new InvalidArgumentError('An IP address is needed.')
}

function direction(text: string): Flags['direction'] {
  if (text === 'both' || text === 'up' || text === 'down') return text
  throw new InvalidArgumentError('It is both, up or down.')
}
