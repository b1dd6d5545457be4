// The port: HTTP and WebSocket on Node, with `ws`.

import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Socket as TcpSocket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type CloseReason, closeCodes, subprotocols } from '@parley/protocol'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Heartbeat } from '../session/heartbeat.ts'
import { Admission, type AdmissionLimits, type TurnedAway } from './admission.ts'
import type { ClientAddresses, Peer } from './client-address.ts'
import { CarryingSocket, Connection, type ConnectionOptions } from './connection.ts'
import { jsonCodec, messagePackCodec } from './encoding.ts'
import { type HttpHandler, pathOf } from './http.ts'
import { hostAllowed, originAllowed } from './origin.ts'

export interface ListenerOptions extends Omit<ConnectionOptions, 'codec' | 'closed'> {
  readonly host: string
  readonly port: number
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly allowedOrigins: readonly string[]
  /** Answer only requests for a loopback name. */
  readonly loopbackOnly: boolean
  readonly maxMessageBytes: number
  /** Time for a client to send its request's headers in, TLS before them included. */
  readonly headersMs: number
  readonly admission: AdmissionLimits
  readonly clientAddresses: ClientAddresses
  readonly heartbeat: Heartbeat
  readonly http: HttpHandler
}

/** Time to send a whole request in: a file, that is; whatever else comes with a body is answered before it. */
const requestTimeout = 600_000
/** How often late ones are looked for, at most. */
const checkingMs = 2_000
/** Time for a client to answer the closing handshake; until then its session still stands in its rooms. */
const closeTimeout = 5_000

export class Listener implements AsyncDisposable {
  readonly #options: ListenerOptions
  readonly #server: Server
  readonly #webSockets: InstanceType<typeof WebSocketServer<typeof CarryingSocket>>
  readonly #connections = new Set<Connection>()
  readonly #turnedAway = new Set<WebSocket>()
  readonly #admission: Admission
  /** What ends the counting of connections that are no WebSockets, by their other end; TLS wraps the same connection again. */
  readonly #counted = new Map<string, () => void>()
  readonly #ofJson: ConnectionOptions
  readonly #ofMessagePack: ConnectionOptions
  /** One for all sockets. */
  readonly #socketError = (error: Error) => this.#options.log.debug('socket error', { error })
  #draining = false
  #ended: Promise<void> | undefined

  static async open(options: ListenerOptions): Promise<Listener> {
    const listener = new Listener(options)
    await listener.#listen()
    options.heartbeat.start()
    return listener
  }

  private constructor(options: ListenerOptions) {
    this.#options = options
    const closed = (connection: Connection) => this.#closed(connection)
    this.#ofJson = { ...options, closed, codec: jsonCodec() }
    this.#ofMessagePack = { ...options, closed, codec: messagePackCodec() }
    this.#admission = new Admission(options.admission, options.house.clock)
    const settings = {
      headersTimeout: options.headersMs,
      handshakeTimeout: options.headersMs,
      requestTimeout: Math.max(requestTimeout, options.headersMs),
      connectionsCheckingInterval: Math.min(checkingMs, Math.ceil(options.headersMs / 4)),
      maxHeaderSize: 16_384,
    }
    this.#server =
      options.tls === undefined
        ? createHttpServer(settings, options.http)
        : createHttpsServer({ ...settings, ...options.tls }, options.http)
    const webSocketSettings = {
      noServer: true,
      WebSocket: CarryingSocket,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: options.maxMessageBytes,
      closeTimeout, // which the types of ws do not know yet
      handleProtocols: (offered: Set<string>) =>
        [...offered].find((name) => Object.values<string>(subprotocols).includes(name)) ?? false,
    }
    this.#webSockets = new WebSocketServer(webSocketSettings)
    this.#server.on('connection', (socket: TcpSocket) => this.#connected(socket))
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    this.#server.on('clientError', (_, socket) => {
      if (socket.writable) endWith(socket, 'HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')
    })
  }

  get port(): number {
    const address = this.#server.address()
    return isAddress(address) ? address.port : this.#options.port
  }

  get connections(): number {
    return this.#connections.size
  }

  /** Tells everybody that the server stops; nobody new gets in. */
  announceDrain(withinMs: number): void {
    this.#draining = true
    for (const connection of this.#connections) {
      if (connection.session.greeted) connection.send({ method: 'session.draining', params: { withinMs } })
    }
  }

  close(): Promise<void> {
    this.#ended ??= this.#end()
    return this.#ended
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #listen(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#server.once('error', reject)
    this.#server.listen(this.#options.port, this.#options.host, () => {
      this.#server.off('error', reject)
      this.#server.on('error', (error) => this.#options.log.error('the listener failed', { error }))
      resolve()
    })
    return promise
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', this.#socketError)
    if (!hostAllowed(request.headers.host, this.#options.loopbackOnly)) refuseUpgrade(socket, '421 Misdirected Request')
    else if (pathOf(request) !== '/ws') refuseUpgrade(socket, '404 Not Found')
    else if (this.#draining) refuseUpgrade(socket, '503 Service Unavailable', 'retry-after: 2\r\n')
    else this.#admit(request, socket, head)
  }

  /** Before HTTP or TLS have read a byte. */
  #connected(socket: TcpSocket): void {
    const { clientAddresses, tls } = this.#options
    const address = clientAddresses.isProxy(socket) ? undefined : (socket.remoteAddress ?? '')
    const turned = this.#admission.connect(address)
    if (turned !== undefined) {
      socket.on('error', this.#socketError)
      // Before its handshake TLS has no words.
      if (tls === undefined) this.#refuse(socket, turned)
      else socket.destroy()
      if (tls !== undefined) this.#options.metrics.connectionsRefused.inc({ reason: turned })
      return
    }
    const end = endOf(socket)
    const uncount = () => {
      socket.off('close', uncount)
      if (this.#counted.get(end) === uncount) this.#counted.delete(end)
      this.#admission.disconnect(address)
    }
    this.#counted.set(end, uncount)
    socket.once('close', uncount)
  }

  /** The quotas of WebSockets. From here on the connection is counted as one, and no more as a connection. */
  #admit(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // It was refused when it connected.
    if (!socket.writable) return
    const address = this.#options.clientAddresses.of(request)
    const turned = this.#admission.open(address)
    if (turned !== undefined) {
      this.#refuse(socket, turned)
      return
    }
    const close = () => this.#admission.close(address)
    // A bad handshake is answered by `ws` and becomes no WebSocket.
    socket.once('close', close)
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      socket.off('close', close)
      this.#counted.get(endOf(request.socket))?.()
      this.#accept(webSocket, request, address)
    })
  }

  #refuse(socket: Duplex, turned: TurnedAway): void {
    this.#options.metrics.connectionsRefused.inc({ reason: turned })
    const isOurs = turned === 'full' || turned === 'rate'
    refuseUpgrade(socket, isOurs ? '503 Service Unavailable' : '429 Too Many Requests', 'retry-after: 5\r\n')
  }

  #accept(webSocket: CarryingSocket, request: IncomingMessage, address: string): void {
    const { allowedOrigins, metrics, heartbeat } = this.#options
    if (!originAllowed(request.headers.origin, request.headers.host, allowedOrigins)) {
      this.#turnAway(webSocket, 'originRefused', address)
      return
    }
    metrics.socketsTotal.inc()
    metrics.sockets.inc()
    const options = webSocket.protocol === subprotocols.msgpack ? this.#ofMessagePack : this.#ofJson
    const connection = new Connection(options, webSocket, address)
    this.#connections.add(connection)
    heartbeat.add(connection)
  }

  #closed(connection: Connection): void {
    const { metrics, heartbeat } = this.#options
    this.#connections.delete(connection)
    heartbeat.remove(connection)
    metrics.sockets.dec()
    this.#admission.close(connection.address)
  }

  #turnAway(webSocket: WebSocket, reason: CloseReason, address: string): void {
    this.#options.metrics.socketsClosed.inc({ reason })
    webSocket.on('error', (error) => this.#options.log.debug('socket error', { error }))
    this.#turnedAway.add(webSocket)
    webSocket.once('close', () => {
      this.#turnedAway.delete(webSocket)
      this.#admission.close(address)
    })
    webSocket.close(closeCodes[reason].code, closeCodes[reason].text)
  }

  async #end(): Promise<void> {
    this.#draining = true
    this.#options.heartbeat.stop()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    for (const connection of this.#connections) connection.drain()
    this.#server.closeIdleConnections()
    // Whoever does not answer the closing handshake is not waited for.
    const patience = setTimeout(() => {
      for (const each of [...this.#connections, ...this.#turnedAway]) each.terminate()
      this.#server.closeAllConnections()
    }, 1_000)
    await promise
    clearTimeout(patience)
  }
}

function refuseUpgrade(socket: Duplex, status: string, headers = ''): void {
  endWith(socket, `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n${headers}\r\n`)
}

/** The last words on a connection. The other side may never end its half, and is not waited for. */
function endWith(socket: Duplex, words: string): void {
  socket.once('finish', () => socket.destroy())
  socket.end(words)
}

/** The other end of a connection: no other connection has it at the same time. */
function endOf({ remoteAddress, remotePort }: Peer & { readonly remotePort?: number | undefined }): string {
  return `${remoteAddress} ${remotePort}`
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
