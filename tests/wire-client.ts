// The smallest client of the protocol, with no code of the SDK: it checks every message that arrives against the tables.

import {
  type AnyNotification,
  type CallName,
  type Encoding,
  type MethodName,
  type NotificationName,
  type NotificationParams,
  type Params,
  protocolVersion,
  type RefusalReason,
  type RequestId,
  type Result,
  type RpcErrorBody,
  type RpcFailure,
  type RpcSuccess,
  subprotocols,
} from '@parley/protocol'
import { Packr, Unpackr } from 'msgpackr'
import { type ClientOptions, WebSocket } from 'ws'
import { note, noteClose } from './wire-seen.ts'
import { type WireMessage, Witness } from './wire-witness.ts'

/** How long a test waits for something that should happen at once: long, since machines are noisy. */
const patienceMs = 10_000

export interface WireOptions extends ClientOptions {
  readonly encoding?: Encoding
  /** WebSocket subprotocols to offer, where they are not the one of the encoding. */
  readonly protocols?: readonly string[]
  /** The test does not know itself what it sends: only the shape of what arrives is judged, not whether it was asked for. */
  readonly unaware?: boolean
  /** The client whose session this one carries on. */
  readonly continues?: WireClient | undefined
}

export interface Closed {
  readonly code: number
  readonly reason: string
}

export type Answer = RpcSuccess | RpcFailure

/** An answer that is an error. */
export class WireError extends Error {
  readonly body: RpcErrorBody
  constructor(method: string, body: RpcErrorBody) {
    super(`${method}: ${body.code} ${body.message} ${JSON.stringify(body.data ?? {})}`)
    this.name = 'WireError'
    this.body = body
  }
}

/** For assert.rejects: it was refused for this reason. */
export function refused(reason: RefusalReason): (error: unknown) => boolean {
  return (error) => {
    if (error instanceof WireError && error.body.data?.reason === reason) return true
    throw error
  }
}

/** For assert.rejects: it failed with this code of JSON-RPC. */
export function failed(code: number, path?: string): (error: unknown) => boolean {
  return (error) => {
    if (
      error instanceof WireError &&
      error.body.code === code &&
      (path ?? error.body.data?.path) === error.body.data?.path
    )
      return true
    throw error
  }
}

export class WireClient implements AsyncDisposable {
  readonly encoding: Encoding
  /** Everything that was told, in the order of arrival. */
  readonly notifications: AnyNotification[] = []
  /** Answers to what had no id of ours. */
  readonly strays: Answer[] = []
  readonly closed: Promise<Closed>
  readonly webSocket: WebSocket
  /** The answer to hello, once it is there. */
  greeting: Result<'session.hello'> | undefined
  readonly #codec: WireCodec
  readonly #witness: Witness
  readonly #pending = new Map<
    RequestId,
    { method: string; room: string | undefined; answered: (answer: Answer) => void }
  >()
  readonly #waiting = new Set<() => void>()
  #lastId = 0

  static async open(url: string, options: WireOptions = {}): Promise<WireClient> {
    const client = new WireClient(url, options)
    await client.#opened()
    return client
  }

  private constructor(
    url: string,
    { encoding = 'json', protocols = [subprotocols[encoding]], unaware = false, continues, ...options }: WireOptions,
  ) {
    this.encoding = encoding
    this.#codec = wireCodec(encoding)
    this.#witness = new Witness(unaware, continues === undefined ? undefined : continues.#witness)
    this.webSocket = new WebSocket(url, [...protocols], options)
    this.closed = new Promise((resolve) => {
      this.webSocket.on('close', (code, reason) => {
        noteClose(code)
        resolve({ code, reason: String(reason) })
        this.#wake()
      })
    })
    this.webSocket.on('message', (data, isBinary) =>
      this.#receive(Buffer.isBuffer(data) ? data : Buffer.alloc(0), isBinary),
    )
    // What matters of an error is the close that follows it.
    this.webSocket.on('error', () => undefined)
  }

  /** Calls and hands over the result. Throws WireError when the answer is an error. */
  async call<M extends CallName>(method: M, params: Params<M>): Promise<Result<M>> {
    const answer = await this.request(method, params)
    if ('error' in answer) throw new WireError(method, answer.error)
    return answer.result as Result<M> // the witness has checked it against the table
  }

  /** Calls with whatever is given and hands over the answer as it came. */
  request(method: string, params?: unknown): Promise<Answer> {
    this.#lastId += 1
    const id = this.encoding === 'json' ? this.#lastId : `call ${this.#lastId}`
    this.send({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) })
    return this.answer(id, method, roomOf(params))
  }

  /** The answer to a message with this id, which may have been sent by hand. */
  async answer(id: RequestId, method = '', room?: string): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    this.#pending.set(id, { method, room, answered: resolve })
    const answer = await Promise.race([promise, this.closed, late(`no answer to ${method} ${id}`)])
    this.#pending.delete(id)
    this.#witness.assertNothingWrong()
    if ('jsonrpc' in answer) return answer
    throw new Error(`closed with ${answer.code} ${answer.reason} before ${method} was answered`)
  }

  /** A call that wants no answer. */
  tell<M extends MethodName>(method: M, params: Params<M>): void {
    note('method', method)
    this.send({ jsonrpc: '2.0', method, params })
  }

  send(message: unknown): void {
    this.webSocket.send(this.#codec.encode(message), { binary: this.encoding === 'msgpack' })
  }

  sendBytes(bytes: Uint8Array | string, binary = this.encoding === 'msgpack'): void {
    this.webSocket.send(bytes, { binary })
  }

  /** Says hello as a guest, unless told otherwise. */
  async hello(extra: Partial<Params<'session.hello'>> = {}): Promise<Result<'session.hello'>> {
    const client = { name: 'conformance', version: '1' }
    const greeting = await this.call('session.hello', { protocol: protocolVersion, client, capabilities: [], ...extra })
    this.greeting = greeting
    return greeting
  }

  join(room: string, extra: Partial<Params<'room.join'>> = {}): Promise<Result<'room.join'>> {
    return this.call('room.join', { room, ...extra })
  }

  /** The first such notification that has come or will come. */
  async heard<N extends NotificationName>(
    method: N,
    where: (params: NotificationParams<N>) => boolean = () => true,
  ): Promise<NotificationParams<N>> {
    return await this.until(`${method} to arrive`, () => this.told(method).find(where))
  }

  /** The first stray answer that has come or will come. */
  stray(where: (answer: Answer) => boolean = () => true): Promise<Answer> {
    return this.until('an answer without an id of ours', () => this.strays.find(where))
  }

  /** All notifications of one kind so far. */
  told<N extends NotificationName>(method: N): NotificationParams<N>[] {
    return this.notifications.flatMap((one) => (one.method === method ? [one.params as NotificationParams<N>] : []))
  }

  /** Everything of one room so far that is a fact, with its number. */
  facts(room: string): { seq: number; method: string }[] {
    return this.notifications.flatMap(({ method, params }) =>
      'seq' in params && params.room === room ? [{ seq: params.seq, method }] : [],
    )
  }

  /** Waits until messages have made it true; looks again at each one. */
  async until<T>(what: string, look: () => T | undefined): Promise<T> {
    const deadline = late(`waited in vain for ${what}`)
    for (;;) {
      this.#witness.assertNothingWrong()
      const found = look()
      if (found !== undefined) return found
      if (this.webSocket.readyState === WebSocket.CLOSED) throw new Error(`closed while waiting for ${what}`)
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting.add(resolve)
      await Promise.race([promise, deadline])
      this.#waiting.delete(resolve)
    }
  }

  async close(code?: number): Promise<Closed> {
    this.webSocket.close(code)
    return await this.closed
  }

  /** What arrived against the protocol and nobody noticed makes the test fail here. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.webSocket.terminate()
    await this.closed
    this.#witness.assertNothingWrong()
  }

  async #opened(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.webSocket.once('open', resolve)
    this.webSocket.once('error', reject)
    await promise
    this.webSocket.off('error', reject)
  }

  #receive(data: Buffer, isBinary: boolean): void {
    const message = this.#witness.read(() => this.#codec.decode(data, isBinary))
    if (message !== undefined) this.#take(message)
    this.#wake()
  }

  #take(message: WireMessage): void {
    if ('method' in message) {
      const notification = this.#witness.notification(message)
      if (notification !== undefined) this.notifications.push(notification)
      return
    }
    const call = message.id === null ? undefined : this.#pending.get(message.id)
    this.#witness.answer(message, call)
    if (call === undefined) this.strays.push(message)
    else call.answered(message)
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
  }
}

export interface WireCodec {
  encode(message: unknown): Buffer
  /** Throws when a frame is not of this encoding. */
  decode(data: Buffer, isBinary: boolean): unknown
}

export function wireCodec(encoding: Encoding): WireCodec {
  if (encoding === 'json') {
    return {
      encode: (message) => Buffer.from(JSON.stringify(message)),
      decode(data, isBinary) {
        if (isBinary) throw new TypeError('a JSON socket was sent a binary frame')
        return JSON.parse(data.toString())
      },
    }
  }
  const packr = new Packr({ useRecords: false })
  const unpackr = new Unpackr({ useRecords: false })
  return {
    encode: (message) => packr.pack(message),
    decode(data, isBinary) {
      if (!isBinary) throw new TypeError('a MessagePack socket was sent a text frame')
      return unpackr.unpack(data)
    },
  }
}

function roomOf(params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null || !('room' in params)) return undefined
  return typeof params.room === 'string' ? params.room : undefined
}

/** Rejects after the patience of a test; the timer holds nothing up. */
function late(what: string): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  const error = new Error(what) // made here, so that its stack names the test
  setTimeout(() => reject(error), patienceMs).unref()
  promise.catch(() => undefined) // usually nobody waits any more
  return promise
}
