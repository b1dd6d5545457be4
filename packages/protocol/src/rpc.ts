// The envelope: JSON-RPC 2.0 (https://www.jsonrpc.org/specification) without batches, as JSON text or MessagePack bytes.

import type { RefusalReason, Retry } from './refusals.ts'

/** Codes of JSON-RPC itself; ours are positive and stand in the table of refusals. */
export const rpcErrors = {
  parseError: { code: -32700, message: 'this is not JSON or MessagePack' },
  invalidRequest: { code: -32600, message: 'this is not a JSON-RPC 2.0 request' },
  methodNotFound: { code: -32601, message: 'there is no such method' },
  invalidParams: { code: -32602, message: 'the params do not fit the method' },
  internalError: { code: -32603, message: 'the server failed; the reference finds it in its log' },
} as const

export type RequestId = string | number

export interface RpcRequest {
  readonly jsonrpc: '2.0'
  readonly id?: RequestId
  readonly method: string
  readonly params?: unknown
}

export interface RpcSuccess {
  readonly jsonrpc: '2.0'
  readonly id: RequestId
  readonly result: unknown
}

export interface RpcFailure {
  readonly jsonrpc: '2.0'
  readonly id: RequestId | null
  readonly error: RpcErrorBody
}

export interface RpcErrorBody {
  readonly code: number
  readonly message: string
  readonly data?: RpcErrorData
}

export interface RpcErrorData {
  /** Of a refusal. */
  readonly reason?: RefusalReason
  readonly retry?: Retry
  /** Of invalid params: where, as a JSON pointer, and what is wrong. */
  readonly path?: string
  readonly problem?: string
  /** Of a fault: what to look for in the server's log. */
  readonly reference?: string
}

export interface RpcNotification {
  readonly jsonrpc: '2.0'
  readonly method: string
  readonly params: unknown
}

export type RpcMessage = RpcRequest | RpcSuccess | RpcFailure | RpcNotification
