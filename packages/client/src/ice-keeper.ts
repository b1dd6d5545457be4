// Keeps the way to the server open: restarts ICE when packets no longer pass or the network has changed (RFC 8445 §9).

import { isDisconnected, toError } from './errors.ts'
import type { CancelTimer, Platform } from './platform.ts'

/** A way that is lost for a moment often comes back by itself; Chromium takes 2 s to ask again. */
const PATIENCE_MS = 1_000
/** Time for a restart to show an effect. */
const EFFECT_MS = 8_000
const MOST_RESTARTS = 3

export type WayState = 'open' | 'disconnected' | 'failed'

interface IceKeeperOptions {
  readonly platform: Platform
  readonly state: () => WayState
  /** Rejects with a ParleyError `disconnected` where there is no socket to ask over. */
  readonly restart: () => Promise<void>
  /** Restarting has not helped: only new transports do. */
  readonly onGivenUp: () => void
  readonly onError: (error: Error) => void
}

export class IceKeeper {
  readonly #options: IceKeeperOptions
  #cancelTimer: CancelTimer | undefined
  #isRestarting = false
  /** The network has changed, or a restart found no socket. */
  #isDue = false
  #restarts = 0
  #isClosed = false

  constructor(options: IceKeeperOptions) {
    this.#options = options
  }

  /** The state of a transport has changed. */
  look(): void {
    const state = this.#options.state()
    if (this.#isClosed) return
    if (state === 'open') {
      this.#restarts = 0
      this.#stopWaiting()
    } else if (state === 'failed') this.#attempt()
    else this.#wait(PATIENCE_MS)
  }

  /** There may be another way now, and the old one may be gone without anybody having noticed. */
  networkChanged(): void {
    this.#isDue = true
    this.#attempt()
  }

  /** The server can be asked again. */
  reconnected(): void {
    if (this.#isDue || this.#options.state() !== 'open') this.#attempt()
  }

  close(): void {
    this.#isClosed = true
    this.#stopWaiting()
  }

  #attempt(): void {
    this.#stopWaiting()
    if (this.#isRestarting || this.#isClosed) return
    if (this.#restarts >= MOST_RESTARTS) {
      this.close()
      this.#options.onGivenUp()
      return
    }
    this.#isRestarting = true
    this.#isDue = false
    this.#options.restart().then(
      () => this.#ended(),
      (thrown: unknown) => this.#failed(toError(thrown)),
    )
  }

  #ended(): void {
    this.#isRestarting = false
    // Only those in a row that have not helped count.
    this.#restarts = this.#options.state() === 'open' ? 0 : this.#restarts + 1
    if (this.#isClosed) return
    if (this.#isDue) this.#attempt()
    else if (this.#restarts > 0) this.#wait(EFFECT_MS)
  }

  #failed(error: Error): void {
    this.#isRestarting = false
    if (this.#isClosed) return
    if (isDisconnected(error)) {
      this.#isDue = true
      return
    }
    this.#options.onError(error)
    // This platform or this server cannot do it: what remains is what was done before there were restarts.
    this.#restarts = MOST_RESTARTS
    if (this.#options.state() === 'failed') this.#attempt()
  }

  #wait(delayMs: number): void {
    this.#cancelTimer ??= this.#options.platform.setTimer(() => {
      this.#cancelTimer = undefined
      if (this.#options.state() !== 'open') this.#attempt()
    }, delayMs)
  }

  #stopWaiting(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }
}
