// One message in, at most one answer out: checks, permission, handler, and how each failure is told.

import {
  type MethodName,
  methods,
  Refusal,
  type RequestId,
  type RpcErrorBody,
  type RpcFailure,
  type RpcSuccess,
  rpcErrors,
} from '@parley/protocol'
import type { Log } from '../log/log.ts'
import type { Handlers, Request } from '../session/request.ts'
import { checkParams, isMethod } from './validation.ts'

/** `invalid`: a request all right, but its method or params are none of ours; `malformed`: no request at all. */
export type Outcome = 'ok' | 'refused' | 'invalid' | 'malformed' | 'fault'

export interface Dispatched {
  /** Absent: the message wants no answer. */
  readonly answer?: RpcSuccess | RpcFailure
  /** Absent where the message named no method of ours. */
  readonly method?: MethodName
  readonly outcome: Outcome
}

export interface Surroundings {
  readonly handlers: Handlers
  readonly request: Request
  readonly log: Log
  readonly newId: () => string
}

export async function dispatch(message: unknown, surroundings: Surroundings): Promise<Dispatched> {
  const request = readRequest(message)
  if (request === undefined) return notTaken('malformed', idOf(message), rpcErrors.invalidRequest)
  const { id, method, params } = request
  if (!isMethod(method)) return notTaken('invalid', id, rpcErrors.methodNotFound)
  try {
    const result = await run(method, params, surroundings)
    if (id === undefined || methods[method].result === null) return { method, outcome: 'ok' }
    return { method, outcome: 'ok', answer: { jsonrpc: '2.0', id, result } }
  } catch (error) {
    const { outcome, body } = explain(error, method, surroundings)
    return { method, outcome, ...(id === undefined ? {} : { answer: failure(id, body) }) }
  }
}

/** Bytes that were no message at all. */
export function unreadable(): Dispatched {
  return notTaken('malformed', null, rpcErrors.parseError)
}

function run<M extends MethodName>(method: M, params: unknown, { handlers, request }: Surroundings): unknown {
  // Who has not said hello learns only that, and costs nothing more.
  const { permission } = methods[method]
  if (!request.session.greeted) void request.session.authorize(permission, undefined)
  const checked = checkParams(method, params)
  if (!checked.ok) throw new InvalidParams(checked.path, checked.problem)
  const { params: valid } = checked
  const authorized = request.session.authorize(permission, roomOf(valid), request.house)
  if (authorized === undefined) return handlers[method](request, valid)
  return authorized.then(() => handlers[method](request, valid))
}

class InvalidParams extends Error {
  readonly path: string
  readonly problem: string
  constructor(path: string, problem: string) {
    super(`${path} ${problem}`)
    this.path = path
    this.problem = problem
  }
}

function explain(
  error: unknown,
  method: MethodName,
  { log, newId }: Surroundings,
): { outcome: Outcome; body: RpcErrorBody } {
  if (error instanceof Refusal) {
    const { code, message, reason, retry } = error
    return { outcome: 'refused', body: { code, message, data: { reason, retry } } }
  }
  if (error instanceof InvalidParams) {
    const { path, problem } = error
    return { outcome: 'invalid', body: { ...rpcErrors.invalidParams, data: { path, problem } } }
  }
  const reference = newId()
  log.error('a call failed', { method, reference, error })
  return { outcome: 'fault', body: { ...rpcErrors.internalError, data: { reference } } }
}

function readRequest(message: unknown): { id: RequestId | undefined; method: string; params: unknown } | undefined {
  if (!isRecord(message) || message['jsonrpc'] !== '2.0' || typeof message['method'] !== 'string') return undefined
  const id = message['id']
  if (id !== undefined && !isId(id)) return undefined
  return { id, method: message['method'], params: message['params'] }
}

function idOf(message: unknown): RequestId | null {
  return isRecord(message) && isId(message['id']) ? message['id'] : null
}

/** Bounded, because it is sent back. */
function isId(id: unknown): id is RequestId {
  return (typeof id === 'string' && id.length <= 64) || (typeof id === 'number' && Number.isFinite(id))
}

/** An unknown method without an id is a notification, which by JSON-RPC gets no answer. */
function notTaken(outcome: 'invalid' | 'malformed', id: RequestId | null | undefined, body: RpcErrorBody): Dispatched {
  return { outcome, ...(id === undefined ? {} : { answer: failure(id, body) }) }
}

function failure(id: RequestId | null, { code, message, data }: RpcErrorBody): RpcFailure {
  return { jsonrpc: '2.0', id, error: data === undefined ? { code, message } : { code, message, data } }
}

function roomOf(params: object): string | undefined {
  return 'room' in params && typeof params.room === 'string' ? params.room : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
