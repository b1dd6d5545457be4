// One session with a server: who we are, the rooms we are in, and the connection beneath them.

import {
  type AnyNotification,
  type CallName,
  type Grants,
  type Params,
  type Person,
  protocolVersion,
  Refusal,
  type Result,
  type RoomInfo,
} from '@parley/protocol'
import { readSignedIn } from './account.ts'
import { httpUrl, socketUrl } from './address.ts'
import { administrationOf } from './admin.ts'
import type {
  CallOptions,
  ConnectionState,
  ConnectionStateChange,
  ConnectOptions,
  Parley,
  ParleyEvents,
  Room,
  SignedIn,
} from './api.ts'
import type { Administration } from './api-admin.ts'
import type { JoinOptions, RoomChange, RoomModeration } from './api-order.ts'
import { loadCodec } from './codec.ts'
import { Connection } from './connection.ts'
import { Engine } from './engine.ts'
import { isDisconnected, ParleyError, toError } from './errors.ts'
import { Emitter, type ListenOptions, type Off } from './events.ts'
import { moderationOf } from './moderation.ts'
import { type Platform, pause } from './platform.ts'
import { Resumption } from './resumption.ts'
import { JoinedRoom } from './room.ts'
import type { Rpc } from './rpc.ts'
import type { Greeting } from './socket.ts'

const CLIENT = { name: 'parley-js', version: '0.1.0' }
/** How long a close waits for the server to hear that the rooms are left. */
const FAREWELL_MS = 1_000

type Hello = Result<'session.hello'>
type Resume = Result<'session.resume'>

export class Session implements Parley {
  readonly #address: string
  readonly #options: ConnectOptions
  readonly #platform: Platform
  readonly #emitter: Emitter<ParleyEvents>
  readonly #engine: Engine
  readonly #rooms = new Map<string, JoinedRoom>()
  #connection: Connection | undefined
  readonly #resumption = new Resumption()
  /** What the last greeting brought back; undefined: it was a hello, and every room is joined anew. */
  #resumed: Resume | undefined
  /** What arrives before the answer to session.resume was applied. */
  #held: AnyNotification[] | undefined
  #hello: Hello | undefined
  #token: ConnectOptions['token']
  #closing: Promise<void> | undefined
  readonly #stopListening: (() => void)[] = []
  readonly admin: Administration = administrationOf((method, params, options) => this.call(method, params, options))

  constructor(address: string, options: ConnectOptions, platform: Platform) {
    this.#address = address
    this.#options = options
    this.#platform = platform
    this.#token = options.token
    this.#emitter = new Emitter((error, event) => (event === 'error' ? this.#report(error) : this.#fail(error)))
    this.#engine = new Engine(platform, (error) => this.#fail(error))
  }

  get person(): Person {
    return this.#greeted.person
  }
  get guest(): string | undefined {
    return this.#greeted.guest
  }
  get grants(): Grants {
    return this.#greeted.grants
  }
  get server(): Parley['server'] {
    return this.#greeted.server
  }
  get state(): ConnectionState {
    return this.#connection?.state ?? 'connecting'
  }
  get rooms(): ReadonlyMap<string, Room> {
    return this.#rooms
  }

  on<E extends keyof ParleyEvents>(event: E, listener: (value: ParleyEvents[E]) => void, options?: ListenOptions): Off {
    return this.#emitter.on(event, listener, options)
  }

  async open(): Promise<void> {
    const { encoding = 'json', signal } = this.#options
    socketUrl(this.#address)
    this.#engine.prepare()
    this.#connection = new Connection({
      platform: this.#platform,
      codec: await loadCodec(encoding),
      url: () => socketUrl(this.#address, this.#rooms.keys().next().value ?? this.#options.room),
      greet: (rpc, opened) => this.#greet(rpc, opened),
      freshTokens: () => typeof this.#token === 'function',
      onState: (change) => this.#onState(change),
      onNotification: (notification) => this.#receive(notification),
      onRoundTrip: (roundTripMs) => this.#emitter.emit('roundTrip', { roundTripMs }),
      onError: (error) => this.#fail(error),
    })
    await this.#connection.open(signal)
    this.#stopListening.push(
      this.#platform.onNetworkChanged?.(() => this.#onNetworkChanged()) ?? (() => {}),
      this.#platform.onPageHidden?.(() => this.#onPageHidden()) ?? (() => {}),
    )
  }

  async join(name: string, options: JoinOptions = {}): Promise<Room> {
    await this.#open.whenConnected(options.signal)
    if (this.#rooms.has(name)) throw new Refusal('room.alreadyJoined')
    let waited = false
    const onWaiting = () => {
      waited = true
      options.onWaiting?.()
    }
    const room = this.#makeRoom(name, { ...options, onWaiting })
    this.#rooms.set(name, room)
    try {
      await room.membership.enter(options.signal)
      return room
    } catch (error) {
      // Who waits in a lobby waits on over another socket, where the server has kept the place.
      if (waited && isDisconnected(error)) return await this.join(name, options)
      throw error
    }
  }

  createRoom(room: string, founding: RoomChange = {}): Promise<RoomInfo> {
    return this.call('room.create', { room, ...founding })
  }

  listRooms(search: Params<'room.list'> = {}): Promise<Result<'room.list'>> {
    return this.call('room.list', search)
  }

  readRoom(room: string): Promise<RoomInfo> {
    return this.call('room.get', { room })
  }

  moderationOf(room: string): RoomModeration {
    return moderationOf(room, (method, params, options) => this.call(method, params, options))
  }

  call<M extends CallName>(method: M, params: Params<M>, options?: CallOptions): Promise<Result<M>> {
    return this.#open.call(method, params, options)
  }

  async refresh(token: string): Promise<void> {
    const { grants } = await this.call('session.refresh', { token })
    if (typeof this.#token !== 'function') this.#token = token
    this.#hello = { ...this.#greeted, grants }
  }

  async renewAccount(): Promise<SignedIn> {
    const signedIn = readSignedIn(await this.call('account.renew', {}))
    await this.refresh(signedIn.token)
    this.#emitter.emit('tokenRenewed', signedIn)
    return signedIn
  }

  async setPassword(change: Params<'account.setPassword'>): Promise<SignedIn> {
    const signedIn = readSignedIn(await this.call('account.setPassword', change))
    this.#token = signedIn.token
    this.#emitter.emit('tokenRenewed', signedIn)
    return signedIn
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  get #greeted(): Hello {
    if (this.#hello) return this.#hello
    throw new ParleyError('protocol', 'the session has not said hello')
  }

  get #open(): Connection {
    if (this.#connection) return this.#connection
    throw new ParleyError('closed', 'the connection was not opened')
  }

  #makeRoom(name: string, options: JoinOptions): JoinedRoom {
    const connection = this.#open
    const room: JoinedRoom = new JoinedRoom(
      {
        platform: this.#platform,
        person: () => this.#greeted.person,
        grants: () => this.#greeted.grants,
        device: () => this.#engine.device(this.#greeted.rtpCapabilities),
        iceServers: () => this.#greeted.iceServers,
        urlOf: (path) => httpUrl(this.#address, path),
        call: (method, params, options) => connection.call(method, params, options),
        notify: (method, params) => connection.notify(method, params),
        onLeft: () => {
          if (this.#rooms.get(name) === room) this.#rooms.delete(name)
        },
        onError: (error) => this.#fail(error),
      },
      name,
      options,
    )
    return room
  }

  /** Carries the session on where there is one, and says hello where there is none any more. */
  async #greet(rpc: Rpc, opened: Promise<void>): Promise<Greeting> {
    this.#resumed = undefined
    this.#held = undefined
    const request = this.#resumption.request(
      [...this.#rooms.values()].flatMap(({ membership }) => membership.position ?? []),
    )
    if (request) {
      await opened
      this.#held = []
      try {
        this.#resumed = await rpc.call('session.resume', request)
        const { grants, iceServers } = this.#resumed
        this.#hello = { ...this.#greeted, grants, iceServers }
        return this.#hello
      } catch (error) {
        this.#held = undefined
        if (!(error instanceof Refusal) || error.retry === 'later') throw error
        this.#resumption.forget()
      }
    }
    const [params] = await Promise.all([this.#greeting(), opened])
    const hello = await rpc.call('session.hello', params)
    this.#onHello(hello)
    return hello
  }

  async #greeting(): Promise<Params<'session.hello'>> {
    const token = typeof this.#token === 'function' ? await this.#token() : this.#token
    const guest = this.#hello?.guest ?? this.#options.guest
    const { name, invitation } = this.#options
    return {
      protocol: protocolVersion,
      client: CLIENT,
      capabilities: ['sfu', 'media.reopen', 'resume', ...(this.#platform.dataChannels === true ? ['data'] : [])],
      ...(token === undefined ? {} : { token }),
      ...(guest === undefined ? {} : { guest }),
      ...(invitation === undefined ? {} : { invitation }),
      ...(name === undefined ? {} : { name }),
    }
  }

  #onHello(hello: Hello): void {
    // A server that knows the guest already need not send the id again.
    const guest = hello.guest ?? this.#hello?.guest
    this.#hello = guest === undefined ? hello : { ...hello, guest }
    this.#resumption.begin(hello)
  }

  #onState(change: ConnectionStateChange): void {
    const rooms = [...this.#rooms.values()]
    if (change.state === 'reconnecting') {
      if (change.cause?.closeCode !== undefined) this.#resumption.lost(change.cause.closeCode)
      for (const room of rooms) room.membership.disconnected(this.#resumption.isPossible)
    }
    if (change.state === 'connected') this.#onConnected(rooms)
    if (change.state === 'closed') {
      for (const stop of this.#stopListening) stop()
      const { cause } = change
      const error =
        cause && new ParleyError('closed', cause.message, { closeCode: cause.closeCode, cause: cause.refusal })
      for (const room of rooms) room.membership.end('closed', error)
    }
    this.#emitter.emit('stateChanged', change)
  }

  #onConnected(rooms: readonly JoinedRoom[]): void {
    const outcomes = new Map(this.#resumed?.rooms.map((outcome) => [outcome.room, outcome]))
    for (const room of rooms) {
      const outcome = outcomes.get(room.name)
      if (outcome) room.membership.resumed(outcome)
      else room.membership.connected()
    }
    const held = this.#held ?? []
    this.#held = undefined
    for (const notification of held) this.#onNotification(notification)
  }

  #receive(notification: AnyNotification): void {
    if (this.#held) this.#held.push(notification)
    else this.#onNotification(notification)
  }

  /** Counted when it is applied: what is not follows again after the next loss. */
  #onNotification(notification: AnyNotification): void {
    this.#resumption.heard()
    switch (notification.method) {
      case 'session.tokenExpiring': {
        const { expiresAt } = notification.params
        this.#emitter.emit('tokenExpiring', { expiresAt: new Date(expiresAt) })
        this.#refreshByItself()
        return
      }
      case 'session.draining':
        this.#emitter.emit('draining', { withinMs: notification.params.withinMs })
        return
      default:
        // Also what this version does not know: such a one names no room of ours, or the room ignores it.
        this.#rooms.get(notification.params.room)?.membership.receive(notification)
    }
  }

  #refreshByItself(): void {
    const token = this.#token
    const isAccount = this.person.id.startsWith('account:')
    if (typeof token !== 'function' && !isAccount) return
    const refreshed = typeof token === 'function' ? token().then((fresh) => this.refresh(fresh)) : this.renewAccount()
    // Without a socket: the next hello brings a fresh token anyway, or what is left of the old one.
    refreshed.catch((error: unknown) => isDisconnected(error) || this.#fail(toError(error)))
  }

  async #close(): Promise<void> {
    const farewell = new AbortController()
    const leaving = Promise.allSettled([...this.#rooms.values()].map((room) => room.leave()))
    await Promise.race([leaving, pause(this.#platform, FAREWELL_MS, farewell.signal)])
    farewell.abort()
    this.#endOnServer()
    this.#connection?.close()
  }

  /** So that nobody waits for this session to come back. */
  #endOnServer(): void {
    if (this.#resumption.isPossible) this.#connection?.notify('session.end', {})
    this.#resumption.forget()
  }

  #onNetworkChanged(): void {
    this.#connection?.networkChanged()
    for (const room of this.#rooms.values()) room.onNetworkChanged()
  }

  /** The page goes; should the browser bring it back as it was, the session begins anew. */
  #onPageHidden(): void {
    this.#endOnServer()
    this.#connection?.drop('the page was left')
  }

  #fail(error: Error): void {
    if (this.#emitter.has('error')) this.#emitter.emit('error', { error })
    else this.#report(error)
  }

  #report(error: Error): void {
    this.#platform.reportError?.(error)
  }
}
