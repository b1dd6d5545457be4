// Being in a room: entering it, the facts in order from the snapshot on, and entering again after each loss.

import {
  type AnyFact,
  type AnyNotification,
  type CallName,
  type Params,
  Refusal,
  type Result,
  type Resumed,
  type RoomState,
} from '@parley/protocol'
import type { Device } from 'mediasoup-client/types'
import type { CallOptions, RoomConnectionState, RoomLeftReason } from './api.ts'
import { backoffMs } from './backoff.ts'
import { receivable } from './engine.ts'
import { aborted, isDisconnected, ParleyError, toError } from './errors.ts'
import { FactOrder } from './facts.ts'
import { Gate } from './gate.ts'
import { Lobby } from './lobby.ts'
import { type Platform, pause } from './platform.ts'

/** A notification about one room. */
export type RoomNotification = Exclude<AnyNotification, { method: `session.${string}` }>

interface MembershipOptions {
  readonly room: string
  readonly name: string | undefined
  readonly password: string | undefined
  readonly platform: Platform
  readonly device: () => Promise<Device | undefined>
  readonly call: <M extends CallName>(method: M, params: Params<M>, options?: CallOptions) => Promise<Result<M>>
  /** We stand in the lobby. */
  readonly onWaiting: () => void
  /** A snapshot to begin with, at once and without waiting for anything: what follows it is already there. */
  readonly onJoined: (state: RoomState, device: Device | undefined) => void
  readonly onNotification: (notification: RoomNotification) => void
  /** The socket is lost, and the membership may be carried on over another one. */
  readonly onSuspended: () => void
  /** It is carried on. With a snapshot, what is known has to be brought in line with it. */
  readonly onResumed: (snapshot?: Extract<Resumed, { outcome: 'snapshot' }>) => void
  /** The membership is lost, and another one is sought. */
  readonly onLost: () => void
  readonly onEnd: (reason: RoomLeftReason, error?: Refusal | ParleyError) => void
  readonly onError: (error: Error) => void
}

export class Membership {
  readonly #options: MembershipOptions
  readonly #order = new FactOrder()
  readonly #lobby = new Lobby()
  /** Open while the room is joined. */
  readonly #gate = new Gate()
  #state: RoomConnectionState = 'reconnecting'
  /** The server may still hold our place: it is asked when there is a socket. */
  #isSuspended = false
  /** From asking to enter until the membership is lost. */
  #stay = new AbortController()
  /** What arrived before the answer to `room.join` was applied. */
  #held: RoomNotification[] | undefined
  #leaving: Promise<void> | undefined

  constructor(options: MembershipOptions) {
    this.#options = options
  }

  get state(): RoomConnectionState {
    return this.#state
  }

  /** Aborted when the membership is lost; work in the background that belongs to it ends then. */
  get signal(): AbortSignal {
    return this.#stay.signal
  }

  /** The first time. @throws {Refusal} @throws {ParleyError} */
  async enter(signal?: AbortSignal): Promise<void> {
    const stay = this.#newStay()
    const onAbort = () => stay.abort()
    signal?.addEventListener('abort', onAbort)
    try {
      if (signal?.aborted) throw aborted(signal)
      await this.#join(stay.signal)
    } catch (error) {
      const isLost = stay.signal.aborted && !signal?.aborted
      if (error instanceof Refusal) this.end('closed')
      // The server may have let us in all the same, and would then refuse us the next time.
      else this.leave().catch((failure: unknown) => this.#options.onError(toError(failure)))
      if (signal?.aborted) throw aborted(signal)
      throw isLost ? new ParleyError('disconnected', 'the socket was lost while entering', { cause: error }) : error
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** The socket is gone: to be called before the calls that waited on it are rejected. */
  disconnected(mayResume: boolean): void {
    if (this.#state === 'left') return
    this.#stay.abort()
    if (this.#isSuspended ? !mayResume : this.#state === 'joined' && !mayResume) this.#lose()
    else if (this.#state === 'joined') this.#suspend()
  }

  /** There is another socket, and a session that knows nothing of us. */
  connected(): void {
    if (this.#state === 'left') return
    if (this.#isSuspended) this.#lose()
    void this.#reenter(this.#newStay().signal)
  }

  /** There is another socket for the same session. */
  resumed(outcome: Resumed): void {
    if (this.#state === 'left') return
    if (outcome.outcome === 'gone') {
      this.end(outcome.reason)
      return
    }
    this.#newStay()
    this.#isSuspended = false
    this.#state = 'joined'
    if (outcome.outcome === 'snapshot') this.#order.reset(outcome.state)
    this.#options.onResumed(outcome.outcome === 'snapshot' ? outcome : undefined)
    this.#gate.open()
  }

  /** Where to carry on from; undefined where there is nothing to be carried on. */
  get position(): { room: string; epoch: number; seq: number } | undefined {
    return this.#isSuspended ? { room: this.#options.room, ...this.#order.position } : undefined
  }

  /** Leaves and enters again on the same socket, where only a new snapshot helps. */
  anew(): void {
    if (this.#state !== 'joined') return
    const stay = this.#newStay()
    this.#lose()
    const leave = this.#options.call('room.leave', { room: this.#options.room }, { signal: stay.signal })
    leave.then(
      () => this.#reenter(stay.signal),
      // Either the socket is gone and the next one brings us in, or the room tells when it is joined again.
      (error: unknown) => (isDisconnected(error) || stay.signal.aborted ? undefined : this.#reenter(stay.signal)),
    )
  }

  receive(notification: RoomNotification): void {
    const { method } = notification
    if (method === 'room.admitted' || method === 'room.denied') this.#lobby.hear(method)
    else if (this.#held) this.#held.push(notification)
    else if (this.#state === 'joined') this.#take(notification)
  }

  /**
   * Does it while the room is joined, and once more if the socket is lost meanwhile: only for what may be done twice.
   * @throws {ParleyError} closed, aborted, disconnected when lost twice; and what `action` throws
   */
  async again<T>(action: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#gate.pass(signal)
    try {
      return await action()
    } catch (error) {
      if (!(error instanceof ParleyError && error.kind === 'disconnected')) throw error
      await this.#gate.pass(signal)
      return action()
    }
  }

  leave(): Promise<void> {
    this.#leaving ??= this.#leave()
    return this.#leaving
  }

  end(reason: RoomLeftReason, error?: Refusal | ParleyError): void {
    if (this.#state === 'left') return
    this.#state = 'left'
    this.#isSuspended = false
    this.#held = undefined
    this.#stay.abort()
    this.#gate.break(new ParleyError('closed', `the room ${this.#options.room} was left`, { cause: error }))
    this.#options.onEnd(reason, error)
  }

  async #leave(): Promise<void> {
    const wasThere = this.#state !== 'left'
    this.end('left')
    if (!wasThere) return
    await this.#options.call('room.leave', { room: this.#options.room }).catch((error: unknown) => {
      // Without a socket there is nothing to leave.
      if (!isDisconnected(error)) throw error
    })
  }

  /** Comes in, by way of the lobby where there is one. */
  async #join(signal: AbortSignal): Promise<void> {
    const engine = await this.#options.device()
    for (;;) {
      if (signal.aborted) throw aborted(signal)
      this.#lobby.begin()
      try {
        return await this.#ask(engine, signal)
      } catch (error) {
        if (!(error instanceof Refusal) || error.reason !== 'room.waiting' || signal.aborted) throw error
      }
      this.#options.onWaiting()
      await this.#lobby.admission(signal)
    }
  }

  async #ask(engine: Device | undefined, signal: AbortSignal): Promise<void> {
    const { room, name, password, call, onJoined } = this.#options
    this.#held = []
    const who = { ...(name === undefined ? {} : { name }), ...(password === undefined ? {} : { password }) }
    const state = await call('room.join', { room, ...who, ...(engine && receivable(engine)) }, { signal })
    if (signal.aborted) throw aborted(signal)
    this.#order.reset(state)
    this.#state = 'joined'
    onJoined(state, engine)
    const held = this.#held ?? []
    this.#held = undefined
    for (const notification of held) if (!signal.aborted) this.#take(notification)
    if (!signal.aborted) this.#gate.open()
  }

  /** Never rejects: it ends with a membership, with the loss of the socket, or with the end of the room for us. */
  async #reenter(signal: AbortSignal): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        return await this.#join(signal)
      } catch (thrown) {
        const error = toError(thrown)
        if (signal.aborted || isDisconnected(error)) return
        if (error instanceof Refusal && error.reason === 'room.alreadyJoined') {
          // An answer that came too late for us: out, to come in with a snapshot.
          await this.#options.call('room.leave', { room: this.#options.room }).catch(this.#options.onError)
        } else if (error instanceof Refusal && (error.retry !== 'later' || error.reason === 'room.denied')) {
          // Whoever is not let in may knock later, but a person does that, and not we each minute.
          this.end('refused', error)
          return
        }
        this.#options.onError(error)
        await pause(this.#options.platform, backoffMs(attempt, this.#options.platform.random()), signal)
      }
    }
  }

  #take(notification: RoomNotification): void {
    if (isFact(notification)) {
      const verdict = this.#order.take(notification.params)
      if (verdict === 'ignore') return
      if (verdict === 'gap') {
        this.#options.onError(new ParleyError('protocol', `a fact of ${this.#options.room} was missed; joining again`))
        this.anew()
        return
      }
    }
    this.#options.onNotification(notification)
  }

  #suspend(): void {
    this.#isSuspended = true
    this.#gate.shut()
    this.#state = 'reconnecting'
    this.#options.onSuspended()
  }

  #lose(): void {
    this.#isSuspended = false
    this.#held = undefined
    this.#gate.shut()
    this.#state = 'reconnecting'
    this.#options.onLost()
  }

  #newStay(): AbortController {
    this.#stay.abort()
    this.#stay = new AbortController()
    return this.#stay
  }
}

function isFact(notification: RoomNotification): notification is AnyFact {
  return 'seq' in notification.params
}
