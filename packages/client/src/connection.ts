// Keeps a socket open: opens it, notices its death, and opens another until told to stop.

import {
  type AnyNotification,
  type CallName,
  closeCodes,
  type Params,
  Refusal,
  type Result,
  type SignalName,
  shouldComeBack,
} from '@parley/protocol'
import type { CallOptions, ConnectionCause, ConnectionState, ConnectionStateChange } from './api.ts'
import { reconnectMs } from './backoff.ts'
import type { Codec } from './codec.ts'
import { ParleyError, toError } from './errors.ts'
import { Gate } from './gate.ts'
import { type Platform, pause } from './platform.ts'
import type { Rpc } from './rpc.ts'
import { type Greeting, openSocket, type Socket, type SocketEnd } from './socket.ts'

const OPEN_TIMEOUT_MS = 10_000
const FIRST_OPEN_TIMEOUT_MS = 2_500

interface ConnectionOptions {
  readonly platform: Platform
  readonly codec: Codec
  /** Asked for each socket: the room in it may have become known meanwhile. */
  readonly url: () => string
  readonly greet: (rpc: Rpc, opened: Promise<void>) => Promise<Greeting>
  /** Whether `greet` brings a fresh token each time, so that a refused one is worth another try. */
  readonly freshTokens: () => boolean
  readonly onState: (change: ConnectionStateChange) => void
  readonly onNotification: (notification: AnyNotification) => void
  readonly onRoundTrip: (roundTripMs: number) => void
  readonly onError: (error: Error) => void
}

export class Connection {
  readonly #options: ConnectionOptions
  readonly #gate = new Gate()
  readonly #closing = new AbortController()
  #state: ConnectionState = 'connecting'
  #socket: Socket | undefined
  /** Ends the pause before the next attempt. */
  #wake = new AbortController()
  /** Ends the attempt that is under way. */
  #trying = new AbortController()
  #stopListening = () => {}

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** The first attempt, made once. */
  async open(signal?: AbortSignal): Promise<void> {
    const abort = () => this.#closing.abort(signal?.reason)
    signal?.addEventListener('abort', abort)
    if (signal?.aborted) abort()
    try {
      await this.#attempt()
    } catch (error) {
      if (!isWorthFreshToken(error) || !this.#options.freshTokens()) throw error
      await this.#attempt()
    } finally {
      signal?.removeEventListener('abort', abort)
    }
    this.#stopListening = this.#options.platform.onOnlineChanged((online) => this.#onOnlineChanged(online))
  }

  /** Passes as soon as there is a socket that has said hello. @throws {ParleyError} closed, aborted */
  whenConnected(signal?: AbortSignal): Promise<void> {
    return this.#gate.pass(signal)
  }

  call<M extends CallName>(method: M, params: Params<M>, options?: CallOptions): Promise<Result<M>> {
    if (this.#socket) return this.#socket.rpc.call(method, params, options)
    const kind = this.#state === 'closed' ? 'closed' : 'disconnected'
    return Promise.reject(new ParleyError(kind, `${method} was not sent: the connection is ${this.#state}`))
  }

  notify<M extends SignalName>(method: M, params: Params<M>): void {
    this.#socket?.rpc.notify(method, params)
  }

  close(): void {
    const socket = this.#socket
    this.#giveUp()
    socket?.close()
  }

  /** Gives the socket up, and makes another one if this page lives on. */
  drop(why: string): void {
    this.#socket?.fail(new ParleyError('disconnected', why))
  }

  /** The old socket may be dead without knowing; and a pause makes no sense now that there is another network. */
  networkChanged(): void {
    this.#socket?.probe()
    this.#trying.abort()
    this.#wake.abort()
  }

  async #attempt(openTimeoutMs = OPEN_TIMEOUT_MS): Promise<void> {
    const { platform, codec, url, greet, onNotification, onRoundTrip, onError } = this.#options
    const socket = await openSocket({
      url: url(),
      platform,
      codec,
      greet,
      onNotification,
      onRoundTrip,
      onError,
      onEnd: (end) => this.#onLost(end),
      openTimeoutMs,
      signal: AbortSignal.any([this.#closing.signal, this.#trying.signal]),
    })
    this.#socket = socket
    this.#setState({ state: 'connected' })
    this.#gate.open()
  }

  #onLost({ code, reason }: SocketEnd): void {
    this.#socket = undefined
    this.#gate.shut()
    const cause = { closeCode: code, message: reason || `the socket was closed with ${code}` }
    if (this.#comesBack(code)) void this.#reopen(cause)
    else this.#giveUp(cause)
  }

  /** Never rejects: it ends with a socket, or with the connection closed. */
  async #reopen(firstCause: ConnectionCause): Promise<void> {
    let cause = firstCause
    let refusedTokens = 0
    const lostAt = this.#options.platform.now()
    for (let attempt = 1; !this.#closing.signal.aborted; attempt++) {
      const { platform } = this.#options
      const isHurried = this.#trying.signal.aborted
      const retryInMs = isHurried ? 0 : reconnectMs(attempt, platform.random(), platform.now() - lostAt)
      this.#setState({ state: 'reconnecting', attempt, retryInMs, cause })
      await this.#pause(retryInMs)
      if (this.#closing.signal.aborted) return
      this.#trying = new AbortController()
      try {
        // The first packet may have been sent into nowhere, and is repeated ever later by TCP: better to begin anew soon.
        return await this.#attempt(Math.min(OPEN_TIMEOUT_MS, FIRST_OPEN_TIMEOUT_MS * attempt))
      } catch (thrown) {
        const error = toError(thrown)
        cause = causeOf(error)
        if (isWorthFreshToken(error)) refusedTokens++
        // A fresh token that is refused twice will be refused for ever.
        const mayRefresh = this.#options.freshTokens() && refusedTokens < 2
        if (this.#isFinal(error, mayRefresh)) return this.#giveUp(cause)
      }
    }
  }

  #isFinal(error: Error, mayRefresh: boolean): boolean {
    if (error instanceof Refusal) return error.retry === 'never' || (error.retry === 'refresh' && !mayRefresh)
    if (!(error instanceof ParleyError)) return false
    return error.kind === 'disconnected' && error.closeCode !== undefined && !this.#comesBack(error.closeCode)
  }

  /** An expired token is no reason to stay away for who can get a fresh one, such as a laptop that slept through the expiry. */
  #comesBack(code: number): boolean {
    return shouldComeBack(code) || (code === closeCodes.tokenExpired.code && this.#options.freshTokens())
  }

  #giveUp(cause?: ConnectionCause): void {
    if (this.#state === 'closed') return
    this.#socket = undefined
    this.#closing.abort()
    this.#wake.abort()
    this.#trying.abort()
    this.#stopListening()
    this.#gate.break(new ParleyError('closed', cause ? `the connection is closed: ${cause.message}` : CLOSED))
    this.#setState(cause ? { state: 'closed', cause } : { state: 'closed' })
  }

  #pause(delayMs: number): Promise<void> {
    this.#wake = new AbortController()
    return pause(this.#options.platform, delayMs, this.#wake.signal)
  }

  #onOnlineChanged(online: boolean): void {
    if (online) this.networkChanged()
    else this.#socket?.probe()
  }

  #setState(change: ConnectionStateChange): void {
    this.#state = change.state
    this.#options.onState(change)
  }
}

const CLOSED = 'the connection is closed'

function isWorthFreshToken(error: unknown): boolean {
  return error instanceof Refusal && error.retry === 'refresh'
}

function causeOf(error: Error): ConnectionCause {
  const { message } = error
  if (error instanceof Refusal) return { refusal: error, message }
  const closeCode = error instanceof ParleyError ? error.closeCode : undefined
  return closeCode === undefined ? { message } : { closeCode, message }
}
