// One synthetic person: connects, joins, sends, looks at others, leaves; and what it went through.

import { connect, type Parley, ParleyError, Refusal, type Room } from '@parley/client'
import { Histogram } from '../rtp/histogram.ts'
import { type EngineClient, noTotals } from './engine.ts'
import type { AssignedClient, Assignment, ClientReport, ClientSample, ClientState, ConnectTimes } from './messages.ts'
import { idOf } from './plan.ts'
import { keepView } from './view.ts'
import { watchedWebSocket } from './watched-socket.ts'
import { keepWriting } from './writing.ts'

export interface ClientOptions {
  readonly plan: AssignedClient
  readonly assignment: Assignment
  readonly openMedia: (onError: (error: Error) => void) => EngineClient
  readonly nowUs: () => number
  readonly onAnswer: (method: string, tookUs: number, isError: boolean) => void
}

/** ICE or DTLS that takes longer will not come to an end. */
const MEDIA_MS = 15_000
/** All are counted, the first are told. */
const MOST_ERRORS = 10

export class Client {
  readonly id: number
  readonly latency = { audio: new Histogram(), video: new Histogram() }
  readonly #options: ClientOptions
  readonly #ending = new AbortController()
  #state: ClientState = 'waiting'
  #times: ConnectTimes = {}
  #startedAtUs = 0
  #media: EngineClient | undefined
  #parley: Parley | undefined
  #room: Room | undefined
  #tracks: MediaStreamTrack[] = []
  #errors: string[] = []
  #errorCount = 0
  #reconnects = 0
  #strangers = 0
  #messagesSent = 0
  #messagesReceived = 0
  #stopWriting = () => {}
  #producersCreated = 0
  #consumersCreated = 0
  #leaving: Promise<void> | undefined

  constructor(options: ClientOptions) {
    this.#options = options
    this.id = options.plan.id
  }

  get state(): ClientState {
    return this.#state
  }

  get media(): EngineClient | undefined {
    return this.#media
  }

  /** Never rejects: a client that fails is one that failed. `lateMs`: behind the plan. */
  async join(lateMs: number): Promise<void> {
    if (this.#state !== 'waiting') return
    this.#state = 'connecting'
    this.#startedAtUs = this.#options.nowUs()
    this.#times = { lateMs }
    try {
      await this.#enter()
      if (this.#state === 'connecting') this.#state = 'connected'
    } catch (error) {
      if (this.#ending.signal.aborted) return
      this.#note(error)
      this.#state = 'failed'
      await this.#close()
    }
  }

  /** Sends nothing more, and stays. */
  stop(): void {
    for (const track of this.#tracks) track.enabled = false
    this.#stopWriting()
    this.#strangers = this.#countStrangers()
  }

  /** Idempotent. Never rejects. */
  leave(): Promise<void> {
    this.#leaving ??= this.#leave()
    return this.#leaving
  }

  sample(): ClientSample {
    const { id } = this
    return {
      id,
      state: this.#state,
      times: this.#withMediaTimes(),
      strangers: this.#strangers,
      reconnects: this.#reconnects,
      errorCount: this.#errorCount,
      errors: this.#errors,
      messagesSent: this.#messagesSent,
      messagesReceived: this.#messagesReceived,
      producersCreated: this.#producersCreated,
      consumersCreated: this.#consumersCreated,
      ...(this.#media?.totals() ?? noTotals),
    }
  }

  report(): ClientReport {
    const { name, room } = this.#options.plan
    const { audio, video } = this.latency
    const streams = this.#media?.streams() ?? []
    return { ...this.sample(), name, room, latency: { audio: audio.toJSON(), video: video.toJSON() }, streams }
  }

  async #enter(): Promise<void> {
    const { plan, assignment, nowUs, onAnswer, openMedia } = this.#options
    const media = openMedia((error) => this.#note(error))
    this.#media = media
    const WebSocket = watchedWebSocket(media.platform.WebSocket, {
      onOpen: () => this.#mark('socketMs'),
      onAnswer,
      nowUs,
    })
    const { signal } = this.#ending
    const parley = await connect(assignment.url, {
      platform: { ...media.platform, WebSocket },
      name: plan.name,
      room: plan.room,
      encoding: assignment.encoding,
      signal,
      ...(plan.token === undefined ? {} : { token: plan.token }),
    })
    this.#parley = parley
    this.#mark('helloMs')
    this.#watchConnection(parley)
    const room = await parley.join(plan.room, { signal })
    this.#room = room
    this.#mark('joinMs')
    this.#watchRoom(room)
    keepView(room, assignment.seed, plan.views)
    const subscribed = this.#listensOnly ? firstSubscription(room, signal) : undefined
    if (plan.publishes) await this.#publish(room, media)
    await subscribed
    // Only now: before there is something to carry, media counts as connected.
    await mediaConnected(room, signal)
    this.#mark('connectedMs')
    this.#stopWriting = keepWriting(room, this.id, assignment, {
      sent: () => void this.#messagesSent++,
      failed: (error) => this.#note(error),
    })
  }

  /** Its media connects with the first thing that it receives. */
  get #listensOnly(): boolean {
    const { plan, assignment } = this.#options
    const isAnythingSent = plan.hears > 0 && (assignment.audio || plan.views.length > 0)
    return !plan.publishes && isAnythingSent
  }

  async #publish(room: Room, media: EngineClient): Promise<void> {
    const { audio, video, simulcast } = this.#options.assignment
    const { signal } = this.#ending
    const wanted = [
      ...(audio ? [{ track: media.openMicrophone(), options: { source: 'microphone', signal } as const }] : []),
      ...(video === undefined
        ? []
        : [{ track: media.openCamera(video), options: { source: 'camera', simulcast, signal } as const }]),
    ]
    this.#tracks = wanted.map(({ track }) => track)
    await Promise.all(
      wanted.map(async ({ track, options }) => {
        await room.publish(track, options)
        this.#producersCreated++
      }),
    )
  }

  #watchConnection(parley: Parley): void {
    parley.on('stateChanged', ({ state, attempt, cause }) => {
      if (this.#ending.signal.aborted) return
      if (state === 'reconnecting' && attempt === 1) this.#onInterrupted(cause?.message)
      if (state === 'closed') this.#onLost(cause?.message ?? 'the connection was closed')
    })
    parley.on('error', ({ error }) => this.#note(error))
  }

  #watchRoom(room: Room): void {
    room.on('subscribed', () => void this.#consumersCreated++)
    room.on('message', ({ message }) => {
      if (message.person !== room.self.person) this.#messagesReceived++
    })
    room.on('stateChanged', ({ state }) => {
      if (state === 'joined' && this.#state === 'reconnecting') this.#state = 'connected'
    })
    room.on('left', ({ reason, error }) => this.#onLost(error?.message ?? `sent out of the room: ${reason}`))
    room.on('error', ({ error }) => this.#note(error))
  }

  #onInterrupted(message = 'no cause was given'): void {
    this.#reconnects++
    this.#note(new Error(`connection interrupted: ${message}`))
    if (this.#state === 'connected') this.#state = 'reconnecting'
  }

  #onLost(message: string): void {
    if (this.#ending.signal.aborted || this.#state === 'lost' || this.#state === 'failed') return
    this.#note(new Error(message))
    this.#state = 'lost'
  }

  async #leave(): Promise<void> {
    const wasThere = this.#state === 'connected'
    if (this.#state === 'connecting') this.#note(new Error('still connecting when the run ended'))
    if (this.#state === 'reconnecting') this.#note(new Error('still without a connection when the run ended'))
    this.#ending.abort()
    await this.#close()
    this.#state = wasThere
      ? 'left'
      : this.#state === 'connecting'
        ? 'failed'
        : this.#state === 'reconnecting'
          ? 'lost'
          : this.#state
  }

  async #close(): Promise<void> {
    for (const track of this.#tracks) track.enabled = false
    this.#stopWriting()
    await this.#parley?.close()
    this.#media?.close()
  }

  #mark(moment: 'socketMs' | 'helloMs' | 'joinMs' | 'connectedMs'): void {
    // The first of each: what a reconnect takes is another figure.
    if (this.#times[moment] === undefined)
      this.#times = { ...this.#times, [moment]: this.#sinceStart(this.#options.nowUs()) }
  }

  #withMediaTimes(): ConnectTimes {
    const { iceAtUs, dtlsAtUs, firstPacketAtUs, firstFrameAtUs } = this.#media?.moments() ?? {}
    return {
      ...this.#times,
      ...(iceAtUs === undefined ? {} : { iceMs: this.#sinceStart(iceAtUs) }),
      ...(dtlsAtUs === undefined ? {} : { dtlsMs: this.#sinceStart(dtlsAtUs) }),
      ...(firstPacketAtUs === undefined ? {} : { firstPacketMs: this.#sinceStart(firstPacketAtUs) }),
      ...(firstFrameAtUs === undefined ? {} : { firstFrameMs: this.#sinceStart(firstFrameAtUs) }),
    }
  }

  #sinceStart(atUs: number): number {
    return Math.round((atUs - this.#startedAtUs) / 10) / 100
  }

  #countStrangers(): number {
    const { seed } = this.#options.assignment
    const others = [...(this.#room?.participants.values() ?? [])]
    return others.filter(({ name, isSelf }) => !isSelf && idOf(seed, name) === undefined).length
  }

  #note(thrown: unknown): void {
    this.#errorCount++
    if (this.#errors.length < MOST_ERRORS) this.#errors = [...this.#errors, wordsOf(thrown)]
  }
}

/** Short and equal for equal causes, so that they can be counted. */
function wordsOf(thrown: unknown): string {
  if (thrown instanceof Refusal) return `${thrown.reason}: ${thrown.message}`
  if (thrown instanceof ParleyError) return `${thrown.kind}: ${thrown.message}`
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** @throws {Error} when ICE and DTLS do not come to an end in time, or the room has no media */
function mediaConnected(room: Room, signal: AbortSignal): Promise<void> {
  const message = `media was not connected within ${MEDIA_MS / 1_000} s (ICE or DTLS): is the media port reachable?`
  return inTime({ message, signal }, (resolve) => {
    const look = () => {
      if (room.mediaState === 'connected') resolve()
    }
    look()
    return room.on('mediaStateChanged', look)
  })
}

/** @throws {Error} when nobody sends something in time */
function firstSubscription(room: Room, signal: AbortSignal): Promise<void> {
  const message = `there was nothing to receive within ${MEDIA_MS / 1_000} s: does anybody publish?`
  return inTime({ message, signal }, (resolve) => room.on('subscribed', () => resolve()))
}

/** `begin` returns what ends it. @throws {Error} with the message, when it takes longer than media may */
function inTime(
  { message, signal }: { readonly message: string; readonly signal: AbortSignal },
  begin: (resolve: () => void) => () => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const end = begin(resolve)
  const timer = setTimeout(() => reject(new Error(message)), MEDIA_MS)
  const onAbort = () => reject(new Error('the run ended'))
  signal.addEventListener('abort', onAbort)
  return promise.finally(() => {
    end()
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  })
}
