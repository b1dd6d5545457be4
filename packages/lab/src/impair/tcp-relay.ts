// A bad network between clients and a TCP port of a server: it delays, stalls, and cuts connections.

import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { type Departures, openDepartures } from './departures.ts'
import type { Endpoint } from './udp-relay.ts'

export interface TcpRelayOptions {
  readonly target: Endpoint
  readonly listen?: Partial<Endpoint>
  readonly now: () => number
}

/**
 * `open`: everything passes. `stalled`: what is sent waits, new connections too, as with TCP over a line that loses
 * everything. `cut`: connections are reset, and so are new ones.
 */
export type TcpState = 'open' | 'stalled' | 'cut'

export interface TcpRelay extends AsyncDisposable {
  readonly address: string
  readonly port: number
  readonly connections: number
  /** Each direction of each connection takes so much longer from now on. */
  delay(delayMs: number): void
  set(state: TcpState): void
  close(): Promise<void>
}

export async function openTcpRelay({ target, listen = {}, now }: TcpRelayOptions): Promise<TcpRelay> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(listen.port ?? 0, listen.address ?? '127.0.0.1', resolve)
  await promise
  server.off('error', reject)
  return new Relay(server, target, now)
}

interface Pair {
  readonly client: Socket
  readonly upstream: Socket
}

class Relay implements TcpRelay {
  readonly #server: Server
  readonly #target: Endpoint
  readonly #now: () => number
  readonly #departures: Departures
  readonly #pairs = new Set<Pair>()
  /** Accepted while nothing passes. */
  readonly #knocking = new Set<Socket>()
  #state: TcpState = 'open'
  #delayMs = 0
  #closing: Promise<void> | undefined

  constructor(server: Server, target: Endpoint, now: () => number) {
    this.#server = server
    this.#target = target
    this.#now = now
    this.#departures = openDepartures(now)
    server.on('connection', (client) => this.#onConnection(client))
  }

  get address(): string {
    return this.#bound.address
  }

  get port(): number {
    return this.#bound.port
  }

  get connections(): number {
    return this.#pairs.size
  }

  delay(delayMs: number): void {
    this.#delayMs = delayMs
  }

  set(state: TcpState): void {
    this.#state = state
    if (state === 'cut') {
      for (const { client, upstream } of this.#pairs) {
        client.resetAndDestroy()
        upstream.resetAndDestroy()
      }
      for (const client of this.#knocking) client.resetAndDestroy()
      this.#knocking.clear()
      return
    }
    for (const { client, upstream } of this.#pairs) for (const socket of [client, upstream]) this.#flow(socket)
    if (state === 'stalled') return
    for (const client of this.#knocking) this.#join(client)
    this.#knocking.clear()
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  get #bound(): Endpoint {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the relay does not listen')
    return address
  }

  #onConnection(client: Socket): void {
    client.on('error', ignore)
    if (this.#state === 'cut') client.resetAndDestroy()
    else if (this.#state === 'open') this.#join(client)
    else {
      this.#knocking.add(client)
      client.once('close', () => this.#knocking.delete(client))
    }
  }

  #join(client: Socket): void {
    const { port, address } = this.#target
    const upstream = dial({ port, host: address, allowHalfOpen: true })
    const pair = { client, upstream }
    this.#pairs.add(pair)
    this.#carry(client, upstream, pair)
    this.#carry(upstream, client, pair)
    upstream.setNoDelay(true)
    client.setNoDelay(true)
    this.#flow(client)
  }

  /** Everything from one side to the other, its end and its errors too. */
  #carry(from: Socket, to: Socket, pair: Pair): void {
    from.on('error', ignore)
    from.on('data', (data) => this.#later(() => to.write(data)))
    from.on('end', () => this.#later(() => to.end()))
    from.on('close', (hadError) => {
      this.#pairs.delete(pair)
      if (hadError) to.destroy()
    })
  }

  #flow(socket: Socket): void {
    if (this.#state === 'stalled') socket.pause()
    else socket.resume()
  }

  #later(deliver: () => void): void {
    if (this.#delayMs === 0) deliver()
    else this.#departures.at(this.#now() + this.#delayMs, deliver)
  }

  async #close(): Promise<void> {
    this.#departures.close()
    for (const { client, upstream } of this.#pairs) {
      client.destroy()
      upstream.destroy()
    }
    for (const client of this.#knocking) client.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** A connection that fails is followed by its close, and that is handed on. */
function ignore(): void {}
