// A bad network between clients and a UDP port of a server: each client gets a socket of its own towards the server.

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { forkRandom, type Random } from '../rtc/random.ts'
import { type Departures, openDepartures } from './departures.ts'
import type { Impairment } from './impairment.ts'
import { Lane, type LaneCounts } from './lane.ts'

export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** `up`: from the clients to the server. */
export type Direction = 'up' | 'down'

export interface UdpRelayOptions {
  /** Where the server listens. */
  readonly target: Endpoint
  /** Where clients send to; port 0 (default): a free one. Default 127.0.0.1. */
  readonly listen?: Partial<Endpoint>
  readonly random: Random
  /** ms of a clock that never goes back. */
  readonly now: () => number
}

interface Flow {
  readonly client: RemoteInfo
  /** Its address and port are what the server sees of the client. */
  upstream: Socket
}

export interface UdpRelay extends AsyncDisposable {
  readonly address: string
  readonly port: number
  /** Without a direction: both. Holds for packets that come from now on. */
  impair(impairment: Impairment, direction?: Direction): void
  /** From now on the server sees every client at another port, and at another address where one is given. */
  changeAddress(address?: string): Promise<void>
  counts(direction: Direction): Readonly<LaneCounts>
  close(): Promise<void>
}

export async function openUdpRelay({ target, listen = {}, random, now }: UdpRelayOptions): Promise<UdpRelay> {
  const downstream = await openSocket(listen.address ?? '127.0.0.1', listen.port ?? 0)
  // Each direction has luck of its own: the same seed loses the same packets, however the two directions interleave.
  const lanes = { up: new Lane(forkRandom(random)), down: new Lane(forkRandom(random)) }
  return new Relay(downstream, target, lanes, now)
}

class Relay implements UdpRelay {
  readonly #downstream: Socket
  readonly #target: Endpoint
  readonly #lanes: Readonly<Record<Direction, Lane>>
  readonly #now: () => number
  readonly #departures: Departures
  readonly #flows = new Map<string, Promise<Flow>>()
  #upstreamAddress: string
  #closing: Promise<void> | undefined

  constructor(downstream: Socket, target: Endpoint, lanes: Readonly<Record<Direction, Lane>>, now: () => number) {
    this.#downstream = downstream
    this.#target = target
    this.#lanes = lanes
    this.#now = now
    this.#departures = openDepartures(now)
    this.#upstreamAddress = downstream.address().address
    downstream.on('message', (packet, client) => this.#fromClient(packet, client))
  }

  get address(): string {
    return this.#downstream.address().address
  }

  get port(): number {
    return this.#downstream.address().port
  }

  impair(impairment: Impairment, direction?: Direction): void {
    for (const each of ['up', 'down'] as const)
      if (direction === undefined || direction === each) this.#lanes[each].set(impairment)
  }

  counts(direction: Direction): Readonly<LaneCounts> {
    return { ...this.#lanes[direction].counts }
  }

  async changeAddress(address = this.#upstreamAddress): Promise<void> {
    this.#upstreamAddress = address
    for (const flow of await Promise.all(this.#flows.values())) {
      const before = flow.upstream
      flow.upstream = await this.#openUpstream(flow)
      before.close()
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #fromClient(packet: Buffer, client: RemoteInfo): void {
    for (const timeMs of this.#lanes.up.offer(packet.length, this.#now())) {
      this.#departures.at(timeMs, () => {
        // A packet that cannot be sent is lost, as packets are.
        this.#flow(client).then(({ upstream }) => this.#send(upstream, packet, this.#target), ignore)
      })
    }
  }

  #flow(client: RemoteInfo): Promise<Flow> {
    const key = `${client.address}:${client.port}`
    const known = this.#flows.get(key)
    if (known !== undefined) return known
    const opening = (async () => {
      const upstream = await openSocket(this.#upstreamAddress, 0)
      const flow = { client, upstream }
      this.#listen(upstream, flow)
      return flow
    })()
    this.#flows.set(key, opening)
    // The next packet tries anew.
    opening.catch(() => this.#flows.delete(key))
    return opening
  }

  async #openUpstream(flow: Flow): Promise<Socket> {
    const upstream = await openSocket(this.#upstreamAddress, 0)
    this.#listen(upstream, flow)
    return upstream
  }

  #listen(upstream: Socket, { client }: Flow): void {
    upstream.on('message', (packet) => {
      for (const timeMs of this.#lanes.down.offer(packet.length, this.#now()))
        this.#departures.at(timeMs, () => this.#send(this.#downstream, packet, client))
    })
  }

  #send(socket: Socket, packet: Buffer, { port, address }: Endpoint): void {
    if (this.#closing !== undefined) return
    try {
      socket.send(packet, port, address, ignore)
    } catch {
      // The socket was replaced a moment ago: the packet is lost, as packets are.
    }
  }

  async #close(): Promise<void> {
    this.#departures.close()
    const flows = await Promise.allSettled(this.#flows.values())
    for (const flow of flows) if (flow.status === 'fulfilled') flow.value.upstream.close()
    this.#downstream.close()
  }
}

function ignore(): void {}

async function openSocket(address: string, port: number): Promise<Socket> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  socket.once('error', reject)
  socket.bind(port, address, resolve)
  await promise
  socket.off('error', reject)
  // What cannot be delivered (ICMP) is lost, as packets are.
  socket.on('error', ignore)
  return socket
}
