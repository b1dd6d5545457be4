// The way of one client's media through a bad network: a relay of its own for each address of the server.

import type { ServerParameters } from '../rtc/offer.ts'
import { forkRandom, type Random } from '../rtc/random.ts'
import type { Phase } from './phases.ts'
import { openUdpRelay, type UdpRelay } from './udp-relay.ts'

export interface PathOptions {
  readonly phases: readonly Phase[]
  /** When the first phase began, of the clock of `now`. */
  readonly zeroMs: number
  readonly random: Random
  readonly now: () => number
  readonly onError: (error: Error) => void
}

export class ImpairedPath {
  readonly #options: PathOptions
  readonly #relays = new Map<string, Promise<UdpRelay>>()
  #index: number | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: PathOptions) {
    this.#options = options
    this.#follow()
  }

  /** What a client should be told of a transport, so that its packets come this way. */
  async route(server: ServerParameters): Promise<ServerParameters> {
    const iceCandidates = await Promise.all(
      server.iceCandidates
        .filter(({ protocol }) => protocol === 'udp')
        .map(async (candidate) => {
          const { address, port } = await this.#relayTo(candidate.address, candidate.port)
          return { ...candidate, address, ip: address, port }
        }),
    )
    return { ...server, iceCandidates }
  }

  /** Idempotent; never rejects. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    const opened = await Promise.allSettled(this.#relays.values())
    await Promise.all(opened.map((relay) => (relay.status === 'fulfilled' ? relay.value.close() : undefined)))
  }

  #relayTo(address: string, port: number): Promise<UdpRelay> {
    const key = `${address} ${port}`
    const known = this.#relays.get(key)
    if (known !== undefined) return known
    const { random, now } = this.#options
    const opening = openUdpRelay({ target: { address, port }, random: forkRandom(random), now }).then((relay) => {
      impair(relay, this.#phase)
      return relay
    })
    this.#relays.set(key, opening)
    return opening
  }

  get #phase(): Phase | undefined {
    return this.#index === undefined ? undefined : this.#options.phases[this.#index]
  }

  /** Takes up the phase of this moment, and the next ones when they begin. */
  #follow(): void {
    const { phases, zeroMs, now, onError } = this.#options
    const { index, endsAtMs } = phaseAt(phases, now() - zeroMs)
    const hasBegun = index !== this.#index
    this.#index = index
    if (hasBegun) this.#apply().catch((error) => onError(error instanceof Error ? error : new Error(String(error))))
    if (endsAtMs === undefined || this.#closed) return
    this.#timer = setTimeout(() => this.#follow(), Math.max(1, zeroMs + endsAtMs - now()))
  }

  async #apply(): Promise<void> {
    const phase = this.#phase
    for (const opening of this.#relays.values()) {
      const relay = await opening
      impair(relay, phase)
      if (phase?.address !== undefined)
        await relay.changeAddress(phase.address === 'change' ? undefined : phase.address)
    }
  }
}

/** Pure. After the last phase (`index` undefined) everything passes. */
export function phaseAt(
  phases: readonly Phase[],
  elapsedMs: number,
): { readonly index: number | undefined; readonly endsAtMs: number | undefined } {
  let endsAtMs = 0
  for (const [index, { lastsMs }] of phases.entries()) {
    if (lastsMs === undefined) return { index, endsAtMs: undefined }
    endsAtMs += lastsMs
    if (elapsedMs < endsAtMs) return { index, endsAtMs }
  }
  return { index: undefined, endsAtMs: undefined }
}

function impair(relay: UdpRelay, phase: Phase | undefined): void {
  relay.impair(phase?.up ?? {}, 'up')
  relay.impair(phase?.down ?? {}, 'down')
}
