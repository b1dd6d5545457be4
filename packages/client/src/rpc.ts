// JSON-RPC 2.0 over one socket: calls find their answers, notifications go to one listener, and every call settles.

import type {
  AnyNotification,
  CallName,
  Params,
  RequestId,
  Result,
  RpcFailure,
  RpcNotification,
  RpcRequest,
  RpcSuccess,
  SignalName,
} from '@parley/protocol'
import type { CallOptions } from './api.ts'
import { aborted, errorFromWire, ParleyError } from './errors.ts'
import type { Platform } from './platform.ts'

const CALL_TIMEOUT_MS = 10_000

interface Pending {
  resolve(result: unknown): void
  reject(error: Error): void
}

interface RpcOptions {
  readonly platform: Platform
  /** May throw; the call is then rejected with what it threw. */
  readonly send: (message: RpcRequest) => void
  readonly onNotification: (notification: AnyNotification) => void
}

export class Rpc {
  readonly #options: RpcOptions
  readonly #pending = new Map<RequestId, Pending>()
  #lastId = 0
  #ended: ParleyError | undefined

  constructor(options: RpcOptions) {
    this.#options = options
  }

  /** @throws {Refusal} @throws {ParleyError} timeout, aborted, fault, or what `end` was given */
  call<M extends CallName>(method: M, params: Params<M>, { signal }: CallOptions = {}): Promise<Result<M>> {
    if (this.#ended) return Promise.reject(this.#ended)
    if (signal?.aborted) return Promise.reject(aborted(signal))
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#pending.delete(id)
        cancelTimer()
        signal?.removeEventListener('abort', onAbort)
      }
      const fail = (error: unknown) => {
        settle()
        reject(error)
      }
      const onAbort = () => signal && fail(aborted(signal))
      const cancelTimer = this.#options.platform.setTimer(
        () => fail(new ParleyError('timeout', `the server did not answer ${method} in time`)),
        CALL_TIMEOUT_MS,
      )
      signal?.addEventListener('abort', onAbort)
      this.#pending.set(id, {
        resolve(result) {
          settle()
          // The one place where the server is trusted to answer as the table says.
          resolve(result as Result<M>)
        },
        reject: fail,
      })
      try {
        this.#options.send({ jsonrpc: '2.0', id, method, params })
      } catch (thrown) {
        fail(thrown)
      }
    })
  }

  /** Sends a call that gets no answer; on a socket that has ended it goes nowhere, like a packet on a cut line. */
  notify<M extends SignalName>(method: M, params: Params<M>): void {
    if (!this.#ended) this.#options.send({ jsonrpc: '2.0', method, params })
  }

  /** Takes a decoded message. @throws {ParleyError} protocol, when it is none of JSON-RPC */
  receive(message: unknown): void {
    if (isNotification(message)) {
      this.#options.onNotification(message)
      return
    }
    if (!isAnswer(message)) throw new ParleyError('protocol', 'the server sent something that is not JSON-RPC 2.0')
    const pending = message.id === null ? undefined : this.#pending.get(message.id)
    // Unknown: it timed out or was aborted.
    if (!pending) return
    if ('error' in message) pending.reject(errorFromWire(message.error))
    else pending.resolve(message.result)
  }

  /** Rejects all that waits and all that comes later. */
  end(error: ParleyError): void {
    this.#ended ??= error
    for (const pending of [...this.#pending.values()]) pending.reject(error)
  }
}

/** Names are not checked here: who dispatches by table does not meet one that is not in it. */
function isNotification(message: unknown): message is RpcNotification & AnyNotification {
  return (
    isObject(message) &&
    !('id' in message) &&
    typeof message['method'] === 'string' &&
    'params' in message &&
    isObject(message['params'])
  )
}

function isAnswer(message: unknown): message is RpcSuccess | RpcFailure {
  return isObject(message) && 'id' in message && ('result' in message || isObject(message['error']))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
