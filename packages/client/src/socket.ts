// One WebSocket from its opening and greeting to its end, watched by heartbeats.

import type { AnyNotification } from '@parley/protocol'
import type { Codec } from './codec.ts'
import { aborted, ParleyError, toError } from './errors.ts'
import type { CancelTimer, Platform, WebSocketLike } from './platform.ts'
import { Rpc } from './rpc.ts'

const PING_TIMEOUT_MS = 5_000
const NORMAL_CLOSURE = 1000
/** Of the range for applications: this socket is given up, and its session is not. */
const GIVEN_UP = 4000
const ABNORMAL_CLOSURE = 1006

export interface SocketEnd {
  /** WebSocket close code; 1006 when the line just went dead. */
  readonly code: number
  readonly reason: string
}

/** What a socket must know of the session that it carries. */
export interface Greeting {
  readonly heartbeatMs: number
  readonly maxMessageBytes: number
}

interface SocketOptions {
  readonly url: string
  readonly codec: Codec
  readonly platform: Platform
  /** Says hello, or carries a session on, as soon as `opened` is fulfilled. */
  readonly greet: (rpc: Rpc, opened: Promise<void>) => Promise<Greeting>
  readonly onNotification: (notification: AnyNotification) => void
  readonly onRoundTrip: (roundTripMs: number) => void
  /** Called once, before the calls that were waiting are rejected; not when opening failed. */
  readonly onEnd: (end: SocketEnd) => void
  readonly onError: (error: Error) => void
  readonly openTimeoutMs: number
  readonly signal?: AbortSignal
}

/** @throws {ParleyError} unreachable, disconnected, timeout, aborted, protocol @throws {Refusal} of hello */
export async function openSocket(options: SocketOptions): Promise<Socket> {
  const { signal } = options
  if (signal?.aborted) throw aborted(signal)
  const socket = new Socket(options)
  const onAbort = () => signal && socket.fail(aborted(signal))
  signal?.addEventListener('abort', onAbort)
  try {
    await socket.open()
    return socket
  } catch (error) {
    socket.close()
    throw error
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}

export class Socket {
  readonly rpc: Rpc
  readonly #options: SocketOptions
  readonly #socket: WebSocketLike
  readonly #opened = Promise.withResolvers<void>()
  #greeting: Greeting | undefined
  #isEnded = false
  #lastHeardAt: number
  #cancelTimer: CancelTimer
  #isProbing = false

  constructor(options: SocketOptions) {
    const { platform, codec, url } = options
    this.#options = options
    this.rpc = new Rpc({ platform, send: (message) => this.#send(message), onNotification: options.onNotification })
    this.#lastHeardAt = platform.now()
    this.#socket = new platform.WebSocket(url, [codec.subprotocol])
    this.#socket.binaryType = 'arraybuffer'
    this.#socket.addEventListener('open', () => this.#opened.resolve())
    this.#socket.addEventListener('message', ({ data }) => this.#receive(data))
    this.#socket.addEventListener('close', ({ code, reason }) => this.#end({ code, reason }))
    // What went wrong is told by the close event that follows.
    this.#socket.addEventListener('error', () => {})
    this.#cancelTimer = platform.setTimer(
      () => this.fail(new ParleyError('timeout', `no WebSocket could be opened in time at ${url}`)),
      options.openTimeoutMs,
    )
  }

  async open(): Promise<void> {
    const opened = this.#opened.promise.then(() => {
      this.#cancelTimer()
      const agreed = this.#socket.protocol
      if (agreed !== this.#options.codec.subprotocol) {
        throw new ParleyError('protocol', `no Parley server: it answered with the subprotocol "${agreed}"`)
      }
    })
    this.#greeting = await this.#options.greet(this.rpc, opened)
    this.#watch(this.#greeting.heartbeatMs)
  }

  /** Ends an opening that fails; an open socket as well. */
  fail(error: ParleyError): void {
    this.#opened.reject(error)
    this.#end({ code: ABNORMAL_CLOSURE, reason: error.message }, error)
    this.#socket.close(GIVEN_UP)
  }

  /** Asks whether the server still lives; without an answer in time the socket has ended. */
  probe(): void {
    if (this.#isProbing || this.#isEnded) return
    this.#isProbing = true
    const { platform, onRoundTrip } = this.#options
    const sentAt = platform.now()
    const cancelTimer = platform.setTimer(
      () => this.fail(new ParleyError('disconnected', 'the server did not answer a ping')),
      PING_TIMEOUT_MS,
    )
    const done = () => {
      cancelTimer()
      this.#isProbing = false
    }
    this.rpc.call('session.ping', {}).then(
      () => {
        done()
        onRoundTrip(platform.now() - sentAt)
      },
      // A refusal is an answer too; a lost socket is reported by its end.
      done,
    )
  }

  /** Without `onEnd`: who closes knows. */
  close(): void {
    this.#finish(new ParleyError('closed', 'the connection was closed'))
    this.#socket.close(NORMAL_CLOSURE)
  }

  #watch(heartbeatMs: number): void {
    const check = (delayMs: number) => {
      this.#cancelTimer = this.#options.platform.setTimer(() => {
        const silentMs = this.#options.platform.now() - this.#lastHeardAt
        if (silentMs >= heartbeatMs) this.probe()
        check(silentMs >= heartbeatMs ? heartbeatMs : heartbeatMs - silentMs)
      }, delayMs)
    }
    if (!this.#isEnded) check(heartbeatMs)
  }

  #send(message: unknown): void {
    const data = this.#options.codec.encode(message)
    const limit = this.#greeting?.maxMessageBytes ?? Number.POSITIVE_INFINITY
    // A longer frame would cost the whole connection (close code 1009). Three bytes is the most a UTF-16 unit can need.
    const bytes =
      typeof data !== 'string' || data.length * 3 <= limit ? data.length : new TextEncoder().encode(data).length
    if (bytes > limit) throw new ParleyError('protocol', `the message has ${bytes} bytes, the server takes ${limit}`)
    this.#socket.send(data)
  }

  #receive(data: unknown): void {
    if (this.#isEnded) return
    this.#lastHeardAt = this.#options.platform.now()
    try {
      this.rpc.receive(this.#options.codec.decode(data))
    } catch (thrown) {
      // One unreadable message is not the end of a conversation.
      this.#options.onError(toError(thrown))
    }
  }

  #end(end: SocketEnd, error?: ParleyError): void {
    if (this.#isEnded) return
    const wasOpen = this.#greeting !== undefined
    const text = end.reason === '' ? `close code ${end.code}` : `${end.reason} (${end.code})`
    const cause =
      error ??
      (wasOpen || end.code !== ABNORMAL_CLOSURE
        ? new ParleyError('disconnected', `the socket was lost: ${text}`, { closeCode: end.code })
        : new ParleyError('unreachable', `no Parley server answers at ${this.#options.url}`, { closeCode: end.code }))
    this.#finish(cause, () => wasOpen && this.#options.onEnd(end))
  }

  #finish(cause: ParleyError, beforeRejecting = () => {}): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#cancelTimer()
    beforeRejecting()
    this.#opened.reject(cause)
    this.rpc.end(cause)
  }
}
