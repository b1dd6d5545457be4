// The line from a session to its client, over one socket after another: what is told now, what is kept, what follows later.

import { type AnyNotification, type CloseReason, notifications } from '@parley/protocol'
import { type Kept, Told } from './told.ts'

/** What a session can do to the socket that carries it. */
export interface Socket {
  readonly address: string
  /** False: it did not take it, being closed already or too slow for what may be missed. */
  send(notification: AnyNotification): boolean
  /** Asks for a sign of life, which says how much has been heard. */
  ping(): void
  /** `text`: what the other side is told; default: that of the table. */
  close(reason: CloseReason, text?: string): void
}

export class Line {
  readonly #rooms: { seqOf(room: string): number }
  /** Made when there is something to tell. */
  #told: Told | undefined
  #socket: Socket | undefined
  /** What is told while the answer to session.resume is on its way, after what was missed. */
  #held: Kept[] | undefined

  /** @param rooms knows the number of the last fact of a room */
  constructor(socket: Socket, rooms: { seqOf(room: string): number }) {
    this.#socket = socket
    this.#rooms = rooms
  }

  get socket(): Socket | undefined {
    return this.#socket
  }

  /** How many notifications its sockets have taken. */
  get count(): number {
    return this.#told?.count ?? 0
  }

  tell(notification: AnyNotification): void {
    const afterSeq = 'room' in notification.params ? this.#rooms.seqOf(notification.params.room) : 0
    if (this.#held === undefined) this.#hand({ notification, afterSeq })
    else this.#held.push({ notification, afterSeq })
  }

  heardUpTo(count: number): void {
    this.#told?.heardUpTo(count)
  }

  /** The socket is lost: own notifications wait from now on. */
  cut(): void {
    this.#socket = undefined
  }

  /**
   * Another socket, whose side has heard so many notifications. Hands over the own ones that it has missed, or undefined
   * where they were too many. What is told from now on waits for `follow`.
   */
  carryBy(socket: Socket, received: number): Kept[] | undefined {
    // What was about to follow on a socket before this one has been heard by nobody.
    const untold = this.#held ?? []
    this.#held = undefined
    this.#socket = undefined
    for (const kept of untold) this.#hand(kept)
    this.#socket = socket
    this.#told ??= new Told()
    const missed = this.#told.missed(received)
    this.#held = []
    return missed
  }

  /** To be called when the answer is on its way: tells what was missed, what happened since, and goes on live. */
  follow(missed: readonly Kept[]): () => void {
    const held = [...missed]
    this.#held = held
    return () => {
      // Another socket has taken over meanwhile.
      if (this.#held !== held) return
      this.#held = undefined
      for (const kept of held) this.#hand(kept)
    }
  }

  #hand({ notification, afterSeq }: Kept): void {
    const taken = this.#socket?.send(notification) ?? false
    this.#told ??= new Told()
    if (notifications[notification.method].class !== 'own') this.#told.passed(taken)
    else if (this.#told.own(notification, afterSeq, taken)) this.#socket?.ping()
  }
}
