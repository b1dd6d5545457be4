// A server for tests: real sockets and the real envelope, with answers that a test chooses. It checks what crosses it
// against the protocol table, so that neither side of a test can drift from the wire.

import {
  type FactName,
  type MethodName,
  methods,
  type NotificationName,
  type NotificationParams,
  notifications,
  type Params,
  Refusal,
  type Result,
  type RpcRequest,
  subprotocols,
} from '@parley/protocol'
import { Packr } from 'msgpackr'
import type { TSchema } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { defaultAnswers } from './answers.ts'

/** What a handler may answer: a result, a refusal to throw, or nothing at all. */
export const NO_ANSWER = Symbol('no answer')

export type Answers = {
  [M in MethodName]?: (params: Params<M>, peer: Peer) => Result<M> | Promise<Result<M>> | typeof NO_ANSWER
}

interface Call {
  readonly method: string
  readonly params: unknown
}

export class TestServer {
  readonly answers: Answers
  /** All sockets that ever came, oldest first. */
  readonly peers: Peer[] = []
  /** To be closed before the server is. */
  readonly clients: { close(): Promise<void> }[] = []
  /** Breaches of the protocol, by either side. */
  readonly breaches: string[] = []
  readonly #server: WebSocketServer
  /** Of the one room that this server has. */
  epoch = 1
  seq = 0

  private constructor(server: WebSocketServer, answers: Answers) {
    this.#server = server
    this.answers = { ...defaultAnswers(this), ...answers }
    server.on('connection', (socket, request) => this.peers.push(new Peer(this, socket, request.url ?? '')))
  }

  static async open(answers: Answers = {}): Promise<TestServer> {
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      handleProtocols: (offered) =>
        [...offered].find((name) => Object.values<string>(subprotocols).includes(name)) ?? false,
    })
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve)
      server.once('error', reject)
    })
    return new TestServer(server, answers)
  }

  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the test server does not listen')
    return `ws://127.0.0.1:${address.port}`
  }

  /** The newest socket. */
  get peer(): Peer {
    const peer = this.peers.at(-1)
    if (!peer) throw new Error('nobody connected')
    return peer
  }

  /** All calls of a method over all sockets, oldest first. */
  called<M extends MethodName>(method: M): Params<M>[] {
    return this.peers.flatMap((peer) => peer.called(method))
  }

  /** A fact of the room, with the next number. */
  fact<N extends FactName>(method: N, params: Omit<NotificationParams<N>, 'room' | 'epoch' | 'seq'>): void {
    this.seq++
    for (const peer of this.peers) peer.send(method, { room: 'lobby', epoch: this.epoch, seq: this.seq, ...params })
  }

  own<N extends NotificationName>(method: N, params: Omit<NotificationParams<N>, 'room'>): void {
    this.peer.send(method, { room: 'lobby', ...params })
  }

  async close(): Promise<void> {
    for (const client of this.#server.clients) client.terminate()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** One socket of a client. */
class Peer {
  readonly url: string
  readonly protocol: string
  readonly calls: Call[] = []
  readonly #server: TestServer
  readonly #socket: WebSocket
  readonly #packr = new Packr({ useRecords: false })

  constructor(server: TestServer, socket: WebSocket, url: string) {
    this.#server = server
    this.#socket = socket
    this.url = url
    this.protocol = socket.protocol
    socket.on('message', (data, isBinary) => void this.#receive(data, isBinary))
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  called<M extends MethodName>(method: M): Params<M>[] {
    return this.calls.flatMap((call) => (call.method === method ? [call.params as Params<M>] : []))
  }

  send(method: string, params: unknown): void {
    this.#check(method, notifications[method as NotificationName]?.params, params)
    this.raw({ jsonrpc: '2.0', method, params })
  }

  raw(message: unknown): void {
    if (!this.isOpen) return
    this.#socket.send(this.protocol === subprotocols.msgpack ? this.#packr.pack(message) : JSON.stringify(message))
  }

  /** Without a code: the line goes dead. */
  drop(code?: number, reason?: string): void {
    if (code === undefined) this.#socket.terminate()
    else this.#socket.close(code, reason)
  }

  async #receive(data: RawData, isBinary: boolean): Promise<void> {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)
    const { id, method, params } = (isBinary ? this.#packr.unpack(bytes) : JSON.parse(bytes.toString())) as RpcRequest
    this.calls.push({ method, params })
    const name = method as MethodName
    this.#check(method, methods[name]?.params, params)
    const answer = this.#server.answers[name] as ((params: unknown, peer: Peer) => unknown) | undefined
    try {
      const result = await answer?.(params, this)
      if (id === undefined || result === NO_ANSWER) return
      const schema = methods[name]?.result
      if (schema) this.#check(`result of ${method}`, schema, result)
      this.raw({ jsonrpc: '2.0', id, result })
    } catch (error) {
      if (id !== undefined) this.raw({ jsonrpc: '2.0', id, error: errorBody(error) })
    }
  }

  #check(what: string, schema: TSchema | undefined, value: unknown): void {
    const wire: unknown = JSON.parse(JSON.stringify(value ?? null))
    if (!schema) this.#server.breaches.push(`${what} is not in the table`)
    else if (!Check(schema, wire)) this.#server.breaches.push(`${what}: ${JSON.stringify(Errors(schema, wire)[0])}`)
  }
}

function errorBody(error: unknown): unknown {
  if (error instanceof Refusal) {
    return { code: error.code, message: error.message, data: { reason: error.reason, retry: error.retry } }
  }
  // A test may throw the body of an error as it is.
  if (typeof error === 'object' && error !== null && 'code' in error) return error
  return { code: -32603, message: 'the server failed', data: { reference: String(error) } }
}
