// One bad network in front of a server: its relays of UDP and TCP, and the phases that they go through.

import type { Random } from '../rtc/random.ts'
import type { Phase } from './phases.ts'
import { openTcpRelay, type TcpRelay } from './tcp-relay.ts'
import { type Endpoint, openUdpRelay, type UdpRelay } from './udp-relay.ts'
import { wordsOf, wordsOfCounts } from './words.ts'

/** Between clients and a port of the server. */
interface Between {
  readonly listen: Endpoint
  readonly target: Endpoint
}

export interface NetworkOptions {
  /** Undefined: not carried, nor TCP. */
  readonly udp: Between | undefined
  readonly tcp: Between | undefined
  readonly phases: readonly Phase[]
  /** After the last phase comes the first again. */
  readonly repeats: boolean
  readonly random: Random
  readonly now: () => number
  /** A line for people. */
  readonly say: (line: string) => void
}

/** Until the phases are over or the signal ends it. */
export async function carry(options: NetworkOptions, signal: AbortSignal): Promise<void> {
  const { random, now, say } = options
  const told = (what: string, relay: Endpoint, { target }: Between) => say(`${what} ${at(relay)} → ${at(target)}`)
  await using opened = new AsyncDisposableStack()
  const udp = options.udp && opened.use(await openUdpRelay({ ...options.udp, random, now }))
  const tcp = options.tcp && opened.use(await openTcpRelay({ ...options.tcp, now }))
  if (udp && options.udp) told('UDP', udp, options.udp)
  if (tcp && options.tcp) told('TCP', tcp, options.tcp)
  do {
    for (const [index, phase] of options.phases.entries()) {
      if (signal.aborted) break
      say(`${options.phases.length === 1 ? '' : `${index + 1}. `}${wordsOfPhase(phase, tcp !== undefined)}`)
      await begin(phase, udp, tcp)
      await lasting(phase.lastsMs, signal)
    }
  } while (options.repeats && !signal.aborted)
  if (udp === undefined) return
  say(`up: ${wordsOfCounts(udp.counts('up'))}`)
  say(`down: ${wordsOfCounts(udp.counts('down'))}`)
}

async function begin(phase: Phase, udp: UdpRelay | undefined, tcp: TcpRelay | undefined): Promise<void> {
  udp?.impair(phase.up, 'up')
  udp?.impair(phase.down, 'down')
  tcp?.set(phase.tcp)
  // A stream of bytes has neither losses nor jitter, only delay: TCP makes one of the other.
  tcp?.delay(Math.max(phase.up.delayMs ?? 0, phase.down.delayMs ?? 0))
  if (phase.address !== undefined) await udp?.changeAddress(phase.address === 'change' ? undefined : phase.address)
}

function wordsOfPhase({ up, down, tcp, address, lastsMs }: Phase, hasTcp: boolean): string {
  const [above, below] = [wordsOf(up), wordsOf(down)]
  const words = [
    ...(above === below ? [above] : [`up: ${above}`, `down: ${below}`]),
    ...(hasTcp && tcp !== 'open' ? [`TCP is ${tcp}`] : []),
    ...(address === undefined ? [] : [address === 'change' ? 'from another port' : `from ${address}`]),
    ...(lastsMs === undefined ? [] : [`for ${lastsMs / 1_000} s`]),
  ]
  return words.join('; ')
}

function lasting(durationMs: number | undefined, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (signal.aborted) return Promise.resolve()
  // Without an end a timer keeps the process alive, as the relays do.
  const timer = durationMs === undefined ? undefined : setTimeout(resolve, durationMs)
  const ended = () => resolve()
  signal.addEventListener('abort', ended, { once: true })
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', ended)
  })
}

function at({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
