// One WebSocket: what it may send, how fast, how much may wait for it, and what is told when it ends.

import {
  type AnyNotification,
  type CloseReason,
  closeCodes,
  notifications,
  type RequestId,
  refusals,
} from '@parley/protocol'
import { WebSocket } from 'ws'
import { TokenBucket } from '../limits/token-bucket.ts'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Beating } from '../session/heartbeat.ts'
import type { Carrier, Handlers, House } from '../session/request.ts'
import { Session } from '../session/session.ts'
import { type Dispatched, dispatch, unreadable } from './dispatch.ts'
import type { Codec } from './encoding.ts'

export interface ConnectionLimits {
  readonly helloMs: number
  readonly messagesPerSecond: number
  readonly messageBurst: number
  readonly sendQueueBytes: number
  readonly strikes: number
}

export interface ConnectionOptions {
  readonly codec: Codec
  readonly house: House
  readonly handlers: Handlers
  readonly limits: ConnectionLimits
  readonly metrics: Metrics
  readonly log: Log
  readonly newId: () => string
  /** Called when the socket is gone, before its session hears of it. */
  readonly closed: (connection: Connection) => void
}

/** Knows whom it carries: so all of them have their listeners in common, and an idle one holds none. */
export class CarryingSocket extends WebSocket {
  connection: Connection | undefined
}

function onMessage(this: WebSocket, data: unknown, isBinary: boolean): void {
  if (this instanceof CarryingSocket) this.connection?.received(data, isBinary)
}

function onPong(this: WebSocket, data: Buffer): void {
  if (this instanceof CarryingSocket) this.connection?.answered(data)
}

function onError(this: WebSocket, error: Error): void {
  if (this instanceof CarryingSocket) this.connection?.failed(error)
}

function onClose(this: WebSocket, code: number): void {
  if (this instanceof CarryingSocket) this.connection?.ended(code)
}

/** A message costs one token, and one more for each of so many bytes: large ones are dear to read. */
const bytesPerToken = 4096
/** Bursts that a client may send in vain, one after another, before its socket is closed. */
const patience = 5

/** Of a closing handshake: the client is done, and does not come back (RFC 6455 §7.4.1; 1005: it gave no reason). */
const farewells: readonly number[] = [1000, 1001, 1005]
/** The server has closed for a reason that ends the session too. */
const final: readonly (CloseReason | 'client' | 'drain')[] = [
  'drain',
  'mediaGone',
  'misbehaved',
  'tokenExpired',
  'helloLate',
  'putOut',
]

export class Connection implements Carrier, Beating {
  readonly address: string
  #session: Session
  heardAtMs: number
  readonly #options: ConnectionOptions
  readonly #webSocket: WebSocket
  readonly #bucket: TokenBucket
  #helloTimer: NodeJS.Timeout | undefined
  #strikes = 0
  /** Messages refused by the rate limit, one after another. */
  #throttled = 0
  #endedBy: CloseReason | 'client' | 'drain' = 'client'
  /** The client broke the rules of WebSocket: it may not come back with this session. */
  #broken = false

  /** @param options the same object for all, since there are many */
  constructor(options: ConnectionOptions, webSocket: CarryingSocket, address: string) {
    const { house, limits, newId } = options
    this.#options = options
    this.#webSocket = webSocket
    this.address = address
    this.heardAtMs = house.clock()
    this.#session = new Session({ id: newId(), socket: this, now: house.now })
    this.#bucket = new TokenBucket(limits.messagesPerSecond, limits.messageBurst, this.heardAtMs)
    this.#helloTimer = setTimeout(() => {
      if (!this.session.greeted) this.close('helloLate')
    }, limits.helloMs)
    webSocket.connection = this
    webSocket.on('message', onMessage).on('pong', onPong).on('error', onError).on('close', onClose)
  }

  /** A message has arrived. */
  received(data: unknown, isBinary: boolean): void {
    const { log } = this.#options
    this.#receive(data, isBinary).catch((error) => log.error('a message could not be handled', { error }))
  }

  /** A ping was answered. */
  answered(data: Buffer): void {
    this.heardAtMs = this.#options.house.clock()
    // It repeats what the ping said (RFC 6455 §5.5.3): so much was told before it, and has arrived.
    if (this.session.socket === this) this.session.heardUpTo(Number(data.toString()) || 0)
  }

  failed(error: Error): void {
    this.#broken ||= 'code' in error && String(error.code).startsWith('WS_ERR_')
    this.#options.log.debug('socket error', { session: this.session.id, error })
  }

  get session(): Session {
    return this.#session
  }

  /** A session whose socket was lost goes on over this one. */
  carry(session: Session): void {
    this.#stopWaitingForHello()
    // Should a hello still be under way for the one before, it ends with it.
    if (this.#session !== session) this.#session.end('disconnected')
    this.#session = session
    this.#options.log.info('session resumed', { session: session.id, address: this.address })
  }

  /** The socket is gone. */
  ended(code: number): void {
    this.#options.closed(this)
    this.#stopWaitingForHello()
    this.#options.metrics.socketsClosed.inc({ reason: this.#endedBy })
    this.#options.log.info('socket closed', { session: this.session.id, code, by: this.#endedBy })
    // Another socket may carry the session by now.
    if (this.session.socket !== this) return
    const saidFarewell = this.#endedBy === 'client' && farewells.includes(code)
    if (saidFarewell || this.#broken || final.includes(this.#endedBy)) this.session.end('disconnected')
    else if (this.session.greeted) this.#options.house.sessions.lost(this.session)
    else this.session.end('disconnected')
  }

  send(notification: AnyNotification): boolean {
    const { metrics, limits } = this.#options
    const webSocket = this.#webSocket
    const passing = notifications[notification.method].class === 'passing'
    // Passing state is dropped long before a slow reader is given up: there will be newer.
    if (passing && webSocket.bufferedAmount > limits.sendQueueBytes / 8) return false
    metrics.notifications.get(notification.method)?.inc()
    return this.#write(this.#options.codec.encodeNotification(notification))
  }

  ping(): void {
    if (this.#webSocket.readyState === this.#webSocket.OPEN) this.#webSocket.ping(String(this.session.toldCount))
  }

  /** Without a closing handshake. */
  terminate(): void {
    this.#webSocket.terminate()
  }

  lost(): void {
    this.#endedBy = 'heartbeatMissed'
    // Nobody is there to finish a closing handshake with.
    this.#webSocket.terminate()
  }

  close(reason: CloseReason, text: string = closeCodes[reason].text): void {
    this.#endedBy = reason
    this.#webSocket.close(closeCodes[reason].code, text)
  }

  /** The server stops: 1001, come back elsewhere or later. */
  drain(): void {
    this.#endedBy = 'drain'
    this.#webSocket.close(1001, 'the server stops')
  }

  async #receive(data: unknown, isBinary: boolean): Promise<void> {
    const { house, metrics, codec } = this.#options
    const webSocket = this.#webSocket
    // What arrives while the closing handshake is under way is of a session that we have given up.
    if (webSocket.readyState !== webSocket.OPEN) return
    const arrivedMs = house.clock()
    this.heardAtMs = arrivedMs
    if (!(data instanceof Uint8Array)) throw new TypeError('ws is set to hand over one buffer per message')
    metrics.receivedBytes.inc(data.byteLength)
    if (!this.#bucket.take(arrivedMs, 1 + Math.floor(data.byteLength / bytesPerToken)))
      return this.#throttle(data, isBinary)
    this.#throttled = 0
    let message: unknown
    try {
      message = codec.decode(data, isBinary)
    } catch {
      // Whatever it was, it is answered as unreadable and counted as a strike.
      return this.#answered(unreadable(), arrivedMs, [])
    }
    const after: (() => void)[] = []
    const request = {
      session: this.session,
      carrier: this,
      house,
      afterAnswer: (work: () => void) => void after.push(work),
    }
    const { handlers, log, newId } = this.#options
    const dispatched = await dispatch(message, { handlers, log, newId, request })
    // The socket may have gone while the token was verified: then nobody was greeted.
    const { method, outcome } = dispatched
    if (method === 'session.hello' && outcome === 'ok' && this.session.greeted) this.#greeted()
    this.#answered(dispatched, arrivedMs, after)
  }

  #answered({ answer, method, outcome }: Dispatched, arrivedMs: number, after: readonly (() => void)[]): void {
    const { house, metrics, limits } = this.#options
    if (answer !== undefined) this.#write(this.#options.codec.encode(answer))
    for (const work of after) work()
    if (method !== undefined) metrics.calls.observe({ method, outcome }, (house.clock() - arrivedMs) / 1000)
    // A newer client may know methods that this server does not; only what is no request at all counts against it.
    if (outcome !== 'malformed') return
    metrics.malformed.inc()
    this.#strikes += 1
    if (this.#strikes >= limits.strikes) this.close('misbehaved')
  }

  #stopWaitingForHello(): void {
    clearTimeout(this.#helloTimer)
    this.#helloTimer = undefined // let go: it would be kept as long as the socket
  }

  #greeted(): void {
    this.#stopWaitingForHello()
    const { person } = this.session.identity
    this.#options.log.info('session began', { session: this.session.id, person: person.id, address: this.address })
  }

  /** A call is told that it came too fast; what is large or wants no answer is dropped unread. */
  #throttle(data: Uint8Array, isBinary: boolean): void {
    this.#options.metrics.throttled.inc()
    this.#throttled += 1
    if (this.#throttled > this.#options.limits.messageBurst * patience) {
      this.close('tooFast')
      return
    }
    const id = data.byteLength > bytesPerToken ? undefined : this.#idOf(data, isBinary)
    if (id === undefined) return
    const { code, message, retry } = refusals['session.tooFast']
    const error = { code, message, data: { reason: 'session.tooFast', retry } } as const
    this.#write(this.#options.codec.encode({ jsonrpc: '2.0', id, error }))
  }

  #idOf(data: Uint8Array, isBinary: boolean): RequestId | undefined {
    try {
      const message = this.#options.codec.decode(data, isBinary)
      if (typeof message !== 'object' || message === null || !('id' in message)) return undefined
      return typeof message.id === 'string' || typeof message.id === 'number' ? message.id : undefined
    } catch {
      return undefined // it came too fast and was unreadable; that it came too fast is enough
    }
  }

  /** False: it was not taken. */
  #write(frame: Buffer): boolean {
    const { codec, limits, metrics } = this.#options
    const webSocket = this.#webSocket
    if (webSocket.readyState !== webSocket.OPEN) return false
    // What waits already is judged, not this frame: one that is large by itself makes nobody a slow reader.
    if (webSocket.bufferedAmount > limits.sendQueueBytes) {
      this.close('slowReader')
      return false
    }
    metrics.sentBytes.inc(frame.byteLength)
    webSocket.send(frame, { binary: codec.binary })
    return true
  }
}
