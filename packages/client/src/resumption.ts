// What is needed to carry a session on over another socket: its token, and how much of what was told has arrived.

import type { Params, Result } from '@parley/protocol'

/** Of RFC 6455: the server goes away, and its sessions with it. */
const GOING_AWAY = 1001

export class Resumption {
  #token: string | undefined
  #received = 0

  /** Whether there is a session to carry on. */
  get isPossible(): boolean {
    return this.#token !== undefined
  }

  begin({ resumeToken, graceMs }: Result<'session.hello'>): void {
    this.#token = graceMs > 0 ? resumeToken : undefined
    this.#received = 0
  }

  /** A notification has arrived and been applied. */
  heard(): void {
    this.#received++
  }

  /** The socket was closed with this code. */
  lost(closeCode: number): void {
    if (closeCode === GOING_AWAY) this.#token = undefined
  }

  /** The session has ended, or will not be asked for again. */
  forget(): void {
    this.#token = undefined
  }

  request(rooms: Params<'session.resume'>['rooms']): Params<'session.resume'> | undefined {
    return this.#token === undefined ? undefined : { resumeToken: this.#token, received: this.#received, rooms }
  }
}
