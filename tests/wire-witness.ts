// Judges what the server sends: every answer and every notification against the protocol's tables, and the order of facts.

import {
  type AnyNotification,
  methods,
  notifications,
  type RpcFailure,
  type RpcSuccess,
  refusals,
  rpcErrors,
} from '@parley/protocol'
import { type TSchema, Type } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { note } from './wire-seen.ts'

export type WireMessage = RpcSuccess | RpcFailure | { readonly method: string; readonly params: unknown }

const Version = Type.Literal('2.0')
const ErrorBody = Type.Object(
  { code: Type.Integer(), message: Type.String({ minLength: 1 }), data: Type.Optional(Type.Object({})) },
  { additionalProperties: false },
)
const success = Compile(
  Type.Object(
    { jsonrpc: Version, id: Type.Union([Type.String(), Type.Number()]), result: Type.Unknown() },
    { additionalProperties: false },
  ),
)
const failure = Compile(
  Type.Object(
    { jsonrpc: Version, id: Type.Union([Type.String(), Type.Number(), Type.Null()]), error: ErrorBody },
    { additionalProperties: false },
  ),
)
const notice = Compile(
  Type.Object({ jsonrpc: Version, method: Type.String(), params: Type.Object({}) }, { additionalProperties: false }),
)
const results = compileAll(methods, ({ result }) => result)
const declared = compileAll(notifications, ({ params }) => params)

export class Witness {
  readonly #wrong: string[] = []
  readonly #unaware: boolean
  /** The last fact of each room that this socket is in. */
  readonly #seen: Map<string, { epoch: number; seq: number }> = new Map()

  /**
   * @param unaware judge shapes only, not what belongs to what
   * @param before of the socket whose session this one carries on
   */
  constructor(unaware: boolean, before?: Witness) {
    this.#unaware = unaware
    if (before !== undefined) this.#seen = new Map(before.#seen)
  }

  /** Says each thing once, so that the first to ask has it. */
  assertNothingWrong(): void {
    const wrong = this.#wrong.splice(0)
    if (wrong.length > 0) throw new Error(`the server broke the protocol:\n${wrong.join('\n')}`)
  }

  read(decode: () => unknown): WireMessage | undefined {
    let message: unknown
    try {
      message = decode()
    } catch (error) {
      this.#object('unreadable', String(error))
      return undefined
    }
    if (isMessage(message)) return message
    this.#object('no message of JSON-RPC', message)
    return undefined
  }

  notification(message: { readonly method: string; readonly params: unknown }): AnyNotification | undefined {
    if (!isNotification(message)) {
      this.#object('no notification of the table, or not as it says', message)
      return undefined
    }
    note('notification', message.method)
    this.#follow(message.method, message.params)
    return message
  }

  /** @param call what it answers, if that is known */
  answer(answer: RpcSuccess | RpcFailure, call: { method: string; room: string | undefined } | undefined): void {
    if ('error' in answer) this.#error(answer)
    else if (call === undefined) {
      if (!this.#unaware) this.#object('an answer that nobody waits for', answer)
    } else {
      const validator = results.get(call.method)
      if (validator?.Check(answer.result)) note('method', call.method)
      if (validator === undefined) this.#object(`${call.method} should not be answered`, answer)
      else if (!validator.Check(answer.result))
        this.#object(`result of ${call.method}: ${JSON.stringify(validator.Errors(answer.result))}`, answer.result)
      if (call.method === 'room.join') this.#follow(call.method, answer.result)
      if (call.method === 'session.resume') this.#resume(answer.result)
      if (call.method === 'room.leave' && call.room !== undefined) this.#seen.delete(call.room)
    }
  }

  /** A room is followed from where it was, or from its snapshot. */
  #resume(result: unknown): void {
    const rooms = isRecord(result) && Array.isArray(result['rooms']) ? result['rooms'] : []
    const kept = new Set(rooms.map(({ room }) => room))
    for (const room of this.#seen.keys()) if (!kept.has(room)) this.#seen.delete(room)
    for (const { room, outcome, state } of rooms) {
      if (outcome === 'gone') this.#seen.delete(room)
      if (outcome === 'snapshot') this.#follow('room.join', state)
    }
  }

  /** A code of JSON-RPC, or a refusal of the table with its own code, reason and retry. */
  #error({ error }: RpcFailure): void {
    const { code, data } = error
    if (data?.reason !== undefined) {
      const refusal = Object.hasOwn(refusals, data.reason) ? refusals[data.reason] : undefined
      if (refusal?.code !== code || refusal.retry !== data.retry) this.#object('a refusal unlike the table', error)
      else note('refusal', data.reason)
      return
    }
    if (!Object.values(rpcErrors).some((known) => known.code === code)) this.#object('an error of no table', error)
    if (code === rpcErrors.internalError.code) this.#object('a fault', error)
    if (code === rpcErrors.invalidParams.code && (data?.path === undefined || data.problem === undefined))
      this.#object('invalid params without path and problem', error)
  }

  /** Facts are contiguous from the `seq` of the answer to room.join on, and none comes before it or after the end. */
  #follow(method: string, params: unknown): void {
    if (this.#unaware || !isRecord(params)) return
    const { room, epoch, seq } = params
    if (typeof room !== 'string') return
    if (method === 'room.left') this.#seen.delete(room)
    if (typeof epoch !== 'number' || typeof seq !== 'number') return
    const last = this.#seen.get(room)
    if (method !== 'room.join') {
      if (last === undefined) this.#object(`${method} of a room that this session is not in`, params)
      else if (last.epoch !== epoch || last.seq + 1 !== seq)
        this.#object(`${method} after epoch ${last.epoch}, seq ${last.seq}`, params)
    }
    this.#seen.set(room, { epoch, seq })
  }

  #object(what: string, message: unknown): void {
    this.#wrong.push(`${what}: ${JSON.stringify(message)?.slice(0, 500)}`)
  }
}

function isMessage(message: unknown): message is WireMessage {
  return success.Check(message) || failure.Check(message) || notice.Check(message)
}

function isNotification(message: { method: string; params: unknown }): message is AnyNotification {
  return declared.get(message.method)?.Check(message.params) ?? false
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function compileAll<T>(table: Record<string, T>, schemaOf: (entry: T) => TSchema | null): Map<string, Validator> {
  return new Map(
    Object.entries(table).flatMap(([name, entry]) => {
      const schema = schemaOf(entry)
      return schema === null ? [] : [[name, Compile(schema)] as const]
    }),
  )
}
