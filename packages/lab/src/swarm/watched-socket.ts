// A WebSocket that notes when it opened and how long each call took to be answered, without decoding what it carries.

import type { Platform } from '@parley/client'
import { type CallHead, readAnswerHead, readCallHead } from './message-head.ts'

export interface SocketWatcher {
  onOpen(): void
  /** The answer to a call came. */
  onAnswer(method: string, tookUs: number, isError: boolean): void
  nowUs(): number
}

/** The platform's WebSocket, watched: as the wire sees it, so that it does not matter what the SDK does with a call. */
export function watchedWebSocket(Inner: Platform['WebSocket'], watcher: SocketWatcher): Platform['WebSocket'] {
  return class WatchedSocket extends Inner {
    readonly #waiting = new Map<number, CallHead & { readonly atUs: number }>()

    constructor(url: string, protocols: string[]) {
      super(url, protocols)
      this.addEventListener('open', () => watcher.onOpen())
      this.addEventListener('message', ({ data }) => this.#onMessage(data))
    }

    override send(data: string | Uint8Array<ArrayBuffer>): void {
      const call = readCallHead(data)
      if (call) this.#waiting.set(call.id, { ...call, atUs: watcher.nowUs() })
      super.send(data)
    }

    #onMessage(data: unknown): void {
      const answer = readAnswerHead(data)
      const call = answer && this.#waiting.get(answer.id)
      if (!answer || !call) return
      this.#waiting.delete(answer.id)
      watcher.onAnswer(call.method, watcher.nowUs() - call.atUs, answer.isError)
    }
  }
}
