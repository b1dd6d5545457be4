// Who gets a connection and who a WebSocket: bounds for all together and for each address, before anything is made for them.

import { countedAddress } from '../limits/address.ts'
import { Tally } from '../limits/tally.ts'
import { TokenBucket } from '../limits/token-bucket.ts'

export interface AdmissionLimits {
  /** Descriptors that connections may take; of these some are kept for HTTP. */
  readonly connections: number
  /** Connections without a WebSocket, of one address. */
  readonly connectionsPerAddress: number
  readonly socketsPerAddress: number
  /** New WebSockets, on average and at once. */
  readonly socketsPerSecond: number
}

/** `full`: no descriptors left; `rate`: too many come at once; the others: this address has enough. */
export type TurnedAway = 'full' | 'rate' | 'connectionsPerAddress' | 'socketsPerAddress'

/** Of all connections, the part that WebSockets leave to HTTP: `/health` must be answered when the house is full. */
const shareForHttp = 1 / 8

export class Admission {
  readonly #limits: AdmissionLimits
  readonly #clock: () => number
  readonly #rate: TokenBucket
  /** Connections that are no WebSockets yet or ever, and WebSockets. */
  readonly #connections = new Tally()
  readonly #sockets = new Tally()
  #connectionCount = 0
  #socketCount = 0

  constructor(limits: AdmissionLimits, clock: () => number) {
    this.#limits = limits
    this.#clock = clock
    this.#rate = new TokenBucket(limits.socketsPerSecond, limits.socketsPerSecond, clock())
  }

  /** A connection. `address`: undefined where many stand behind it. */
  connect(address: string | undefined): TurnedAway | undefined {
    const { connections, connectionsPerAddress } = this.#limits
    if (this.#connectionCount + this.#socketCount >= connections) return 'full'
    if (address !== undefined && !this.#connections.take(countedAddress(address), connectionsPerAddress))
      return 'connectionsPerAddress'
    this.#connectionCount += 1
    return undefined
  }

  /** One that was let in is gone, or has become a WebSocket. */
  disconnect(address: string | undefined): void {
    this.#connectionCount -= 1
    if (address !== undefined) this.#connections.give(countedAddress(address))
  }

  /** A WebSocket. */
  open(address: string): TurnedAway | undefined {
    const { connections, socketsPerAddress } = this.#limits
    if (this.#socketCount >= Math.max(1, Math.floor(connections * (1 - shareForHttp)))) return 'full'
    if (this.#sockets.of(countedAddress(address)) >= socketsPerAddress) return 'socketsPerAddress'
    if (!this.#rate.take(this.#clock())) return 'rate'
    this.#sockets.take(countedAddress(address), socketsPerAddress)
    this.#socketCount += 1
    return undefined
  }

  /** One that was opened is gone. */
  close(address: string): void {
    this.#socketCount -= 1
    this.#sockets.give(countedAddress(address))
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#connections.size + this.#sockets.size
  }
}
