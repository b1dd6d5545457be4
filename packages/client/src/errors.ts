// How the SDK fails: a refusal is the server's expected no, a ParleyError is everything else.

import { Refusal, type RefusalReason, type Retry, type RpcErrorBody, refusals } from '@parley/protocol'

/**
 * unreachable: no socket could be opened. disconnected: the socket was lost before the answer came, so it is unknown
 * whether the server did it. closed: the connection or the room was closed. aborted: by an AbortSignal. timeout: no
 * answer. fault: the server failed (`code`, `reference`). protocol: the other side does not keep to the protocol.
 * unsupported: this platform cannot do it.
 */
export type ParleyErrorKind =
  | 'unreachable'
  | 'disconnected'
  | 'closed'
  | 'aborted'
  | 'timeout'
  | 'fault'
  | 'protocol'
  | 'unsupported'

interface ParleyErrorDetails {
  readonly code?: number
  readonly closeCode?: number | undefined
  readonly reference?: string
  readonly cause?: unknown
}

/** Whatever goes wrong and is not a `Refusal` of the server: `kind` says what. */
export class ParleyError extends Error {
  readonly kind: ParleyErrorKind
  /** JSON-RPC error code of a fault. */
  readonly code: number | undefined
  /** WebSocket close code, where the loss of a socket is the reason. */
  readonly closeCode: number | undefined
  /** Of a fault: finds it in the server's log. */
  readonly reference: string | undefined

  constructor(kind: ParleyErrorKind, message: string, { code, closeCode, reference, cause }: ParleyErrorDetails = {}) {
    super(message, cause === undefined ? {} : { cause })
    this.name = 'ParleyError'
    this.kind = kind
    this.code = code
    this.closeCode = closeCode
    this.reference = reference
  }
}

export function aborted(signal: AbortSignal): ParleyError {
  return new ParleyError('aborted', 'aborted by the caller', { cause: signal.reason })
}

/** It failed because there is no connection, which the states of the connection and the room already tell. */
export function isDisconnected(error: unknown): boolean {
  return error instanceof ParleyError && (error.kind === 'disconnected' || error.kind === 'closed')
}

export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

/**
 * The error that an RPC answer carries, as it was thrown on the server. A reason which this version does not know survives
 * as it is: at run time `reason` may be a string that the type `RefusalReason` does not list.
 * @internal
 */
export function errorFromWire({ code, message, data }: RpcErrorBody): Refusal | ParleyError {
  const reason: string | undefined = data?.reason
  if (reason === undefined) {
    const where = data?.path === undefined ? '' : ` at ${data.path}: ${data.problem ?? 'invalid'}`
    const reference = data?.reference === undefined ? {} : { reference: data.reference }
    return new ParleyError('fault', message + where, { code, ...reference })
  }
  const known = isKnown(reason)
  const retry: Retry = data?.retry ?? (known ? refusals[reason].retry : 'never')
  return Object.assign(new Refusal(known ? reason : 'session.forbidden'), { code, message, reason, retry })
}

function isKnown(reason: string): reason is RefusalReason {
  return Object.hasOwn(refusals, reason)
}
