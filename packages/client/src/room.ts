// A room that this session is in: what an app may do in it, and what each notification means for its parts.

/// <reference lib="dom" />

import type {
  CallName,
  ChatMessage,
  Grants,
  IceServer,
  NotificationParams,
  Params,
  Person,
  Result,
  RoomState,
  SignalName,
  TrackSource,
} from '@parley/protocol'
import { Refusal } from '@parley/protocol'
import type { Device } from 'mediasoup-client/types'
import type {
  CallOptions,
  LocalTrack,
  MediaState,
  Participant,
  PublishOptions,
  Room,
  RoomConnectionState,
  RoomEvents,
  RoomLeftReason,
  RoomStats,
  Speaker,
  ViewItem,
} from './api.ts'
import { Chat } from './chat.ts'
import { openCamera, openMicrophone, openScreen } from './devices.ts'
import { isDisconnected, ParleyError, toError } from './errors.ts'
import { Emitter, type ListenOptions, type Off } from './events.ts'
import { Membership, type RoomNotification } from './membership.ts'
import type { Platform } from './platform.ts'
import { Publications } from './publications.ts'
import { RoomMedia } from './room-media.ts'
import { Roster } from './roster.ts'
import { readStats } from './stats.ts'
import { Viewer } from './view.ts'

const PAGE_OF_PARTICIPANTS = 1000

/** What a room needs of its session. */
interface RoomHost {
  readonly platform: Platform
  readonly person: () => Person
  readonly grants: () => Grants
  readonly device: () => Promise<Device | undefined>
  readonly iceServers: () => readonly IceServer[]
  readonly call: <M extends CallName>(method: M, params: Params<M>, options?: CallOptions) => Promise<Result<M>>
  readonly notify: <M extends SignalName>(method: M, params: Params<M>) => void
  readonly onLeft: () => void
  /** Hears what no `error` listener of the room took. */
  readonly onError: (error: Error) => void
}

export class JoinedRoom implements Room {
  readonly name: string
  readonly #host: RoomHost
  readonly #emitter: Emitter<RoomEvents>
  readonly #membership: Membership
  readonly #roster: Roster
  readonly #chat: Chat
  readonly #media: RoomMedia
  readonly #publications: Publications
  readonly #viewer: Viewer
  #device: Device | undefined
  #speakers: readonly Speaker[] = []

  constructor(host: RoomHost, room: string, name?: string) {
    this.name = room
    this.#host = host
    this.#emitter = new Emitter((error, event) => (event === 'error' ? host.onError(error) : this.#fail(error)))
    const emit: Emitter<RoomEvents>['emit'] = (event, value) => this.#emitter.emit(event, value)
    const onError = (error: Error) => this.#fail(error)
    const { platform, call, notify, iceServers, device } = host
    this.#membership = new Membership({
      room,
      name,
      platform,
      device,
      call,
      onJoined: (state, engine) => this.#onJoined(state, engine),
      onNotification: (notification) => this.#apply(notification),
      onLost: () => this.#onLost(),
      onEnd: (reason, error) => this.#onEnd(reason, error),
      onError,
    })
    this.#roster = new Roster({ emit })
    this.#chat = new Chat({
      history: (before, limit, options) => call('chat.history', { room, before, limit }, options),
      onMessage: (message) => emit('message', { message }),
    })
    this.#viewer = new Viewer({
      platform,
      isKnown: (track) => this.#roster.track(track) !== undefined,
      send: (view) => call('room.view', { room, view }),
      onError,
    })
    this.#media = new RoomMedia({
      roster: this.#roster,
      iceServers,
      connectTransport: (transport, dtlsParameters) => call('transport.connect', { room, transport, dtlsParameters }),
      ready: (subscriptions) => notify('subscription.ready', { room, subscriptions }),
      onState: (mediaState) => emit('mediaStateChanged', { mediaState }),
      onFailed: () => this.#membership.anew(),
      onError,
    })
    this.#publications = new Publications({
      sfu: () => this.#media.sfu,
      announce: async (params) => (await call('track.publish', { room, ...params })).track,
      setMuted: (track, muted) => call('track.setMuted', { room, track, muted }),
      unpublish: (track) => call('track.unpublish', { room, track }),
      emit,
      again: (action, signal) => this.#membership.again(action, signal),
      onError,
    })
  }

  get self(): Participant {
    if (this.#roster.self) return this.#roster.self
    throw new ParleyError('protocol', 'the room was not entered')
  }
  get state(): RoomConnectionState {
    return this.#membership.state
  }
  get mediaState(): MediaState {
    return this.#media.state
  }
  get participants(): ReadonlyMap<string, Participant> {
    return this.#roster.participants
  }
  get participantCount(): number {
    return this.#roster.count
  }
  get localTracks(): readonly LocalTrack[] {
    return this.#publications.tracks
  }
  get messages(): readonly ChatMessage[] {
    return this.#chat.messages
  }
  get moreMessages(): boolean {
    return this.#chat.more
  }
  get speakers(): readonly Speaker[] {
    return this.#speakers
  }

  on<E extends keyof RoomEvents>(event: E, listener: (value: RoomEvents[E]) => void, options?: ListenOptions): Off {
    return this.#emitter.on(event, listener, options)
  }

  publish(mediaTrack: MediaStreamTrack, options: PublishOptions): Promise<LocalTrack> {
    return this.#publications.publish(mediaTrack, options, false)
  }

  async publishCamera(constraints?: MediaTrackConstraints, options?: Partial<PublishOptions>): Promise<LocalTrack> {
    this.#mustBeGranted('camera')
    const mediaTrack = await openCamera(this.#host.platform, constraints)
    return this.#publications.publish(mediaTrack, { source: 'camera', ...options }, true)
  }

  async publishMicrophone(constraints?: MediaTrackConstraints, options?: Partial<PublishOptions>): Promise<LocalTrack> {
    this.#mustBeGranted('microphone')
    const mediaTrack = await openMicrophone(this.#host.platform, constraints)
    return this.#publications.publish(mediaTrack, { source: 'microphone', ...options }, true)
  }

  async publishScreen(
    constraints?: DisplayMediaStreamOptions,
    options?: Partial<PublishOptions>,
  ): Promise<{ readonly video: LocalTrack; readonly audio?: LocalTrack }> {
    this.#mustBeGranted('screen')
    const mayHaveSound = this.#host.grants().publish.includes('screenAudio')
    const screen = await openScreen(this.#host.platform, mayHaveSound ? constraints : { ...constraints, audio: false })
    const sound = screen.audio
    const [video, audio] = await Promise.allSettled([
      this.#publications.publish(screen.video, { ...options, source: 'screen' }, true),
      sound && this.#publications.publish(sound, { ...options, source: 'screenAudio' }, true),
    ])
    if (video.status === 'fulfilled' && audio.status === 'fulfilled') {
      return audio.value ? { video: video.value, audio: audio.value } : { video: video.value }
    }
    // Both or none.
    if (video.status === 'fulfilled') await video.value.unpublish()
    if (audio.status === 'fulfilled') await audio.value?.unpublish()
    throw video.status === 'rejected' ? video.reason : audio.status === 'rejected' && audio.reason
  }

  view(items: readonly ViewItem[]): void {
    this.#viewer.set(items)
  }

  async send(text: string, { signal }: CallOptions = {}): Promise<ChatMessage> {
    const key = randomKey(this.#host.platform)
    const say = () => this.#host.call('chat.send', { room: this.name, text, key }, signal ? { signal } : {})
    const { message } = await this.#membership.again(say, signal)
    this.#chat.add([message])
    return message
  }

  olderMessages(limit?: number, options: CallOptions = {}): Promise<readonly ChatMessage[]> {
    return this.#membership.again(() => this.#chat.older(limit, options), options.signal)
  }

  getStats(): Promise<RoomStats> {
    return readStats(this.#media.sfu, this.#publications.tracks, this.#roster)
  }

  leave(): Promise<void> {
    return this.#membership.leave()
  }

  /** The first entering. @throws {Refusal} @throws {ParleyError} */
  enter(signal?: AbortSignal): Promise<void> {
    return this.#membership.enter(signal)
  }

  /** The socket is gone: called before the calls that waited on it are rejected. */
  onDisconnected(): void {
    this.#membership.disconnected()
  }

  /** There is another socket. */
  onConnected(): void {
    this.#membership.connected()
  }

  onClosed(error?: ParleyError): void {
    this.#membership.end('closed', error)
  }

  receive(notification: RoomNotification): void {
    this.#membership.receive(notification)
  }

  /** So that nobody is asked for a device in vain; the server decides in any case. */
  #mustBeGranted(source: TrackSource): void {
    if (!this.#host.grants().publish.includes(source)) throw new Refusal('session.forbidden', `publishing ${source}`)
  }

  #apply({ method, params }: RoomNotification): void {
    switch (method) {
      case 'room.participantJoined':
        this.#roster.joined(params.participants)
        break
      case 'room.participantLeft':
        this.#onParticipantsLeft(params.participants)
        break
      case 'room.left':
        this.#membership.end(params.reason)
        break
      case 'room.closed':
        this.#membership.end('closed')
        break
      case 'track.published':
        this.#roster.published(params.participant, params.track)
        this.#viewer.refresh()
        break
      case 'track.changed':
        this.#roster.changed(params.participant, params.track)
        break
      case 'track.unpublished':
        this.#roster.unpublished(params.track)
        break
      case 'chat.message':
        this.#chat.add([params.message])
        break
      case 'media.opened':
        this.#openMedia(params.media)
        break
      case 'subscription.opened':
        this.#inBackground(this.#media.subscriptionsOpened(params))
        break
      case 'subscription.closed':
        this.#media.subscriptionsClosed(params)
        break
      case 'subscription.layersChanged':
        this.#onLayers(params)
        break
      case 'track.demanded':
        this.#publications.demanded(params.tracks)
        break
      case 'room.quality':
        this.#roster.rated(params.participants)
        break
      case 'room.speaking':
        this.#onSpeaking(params.speakers)
        break
    }
  }

  #onJoined(state: RoomState, device: Device | undefined): void {
    const { id: person, name } = this.#host.person()
    this.#device = device
    this.#roster.begin({ id: state.participant, person, name }, state.participants, state.participantCount)
    this.#inBackground(this.#readParticipants(state))
    this.#inBackground(this.#chat.snapshot(state.messages, state.moreMessages))
    this.#emitter.emit('stateChanged', { state: 'joined' })
    this.#publications.lost('membership')
    this.#openMedia(state.media)
  }

  #openMedia(media: RoomState['media']): void {
    this.#publications.lost('transports')
    this.#media.open(this.#device, media)
    this.#viewer.start()
    this.#inBackground(this.#publications.republish())
  }

  /** Reads on where the snapshot ends. */
  async #readParticipants({ nextParticipants }: RoomState): Promise<void> {
    const { signal } = this.#membership
    for (let after = nextParticipants; after !== undefined; ) {
      const params = { room: this.name, after, limit: PAGE_OF_PARTICIPANTS }
      const page = await this.#host.call('room.participants', params, { signal })
      this.#roster.upsert(page.participants)
      after = page.next
    }
    this.#roster.complete()
    this.#viewer.refresh()
  }

  #onParticipantsLeft(participants: Parameters<Roster['left']>[0]): void {
    const self = participants.find(({ id }) => id === this.#roster.self?.id)
    this.#roster.left(participants)
    if (self) this.#membership.end(self.reason)
  }

  #onLayers({
    subscription,
    spatialLayer,
    temporalLayer = null,
  }: NotificationParams<'subscription.layersChanged'>): void {
    const track = this.#roster.track(this.#media.sfu?.trackOf(subscription) ?? '')
    const participant = track?.participant
    if (participant) this.#emitter.emit('layersChanged', { track, participant, spatialLayer, temporalLayer })
  }

  #onSpeaking(loudest: Extract<RoomNotification, { method: 'room.speaking' }>['params']['speakers']): void {
    this.#speakers = loudest.flatMap(({ participant: id, source, level }) => {
      const participant = this.#roster.participants.get(id)
      return participant ? [{ participant, source, level }] : []
    })
    this.#emitter.emit('speaking', { speakers: this.#speakers })
  }

  #onLost(): void {
    this.#publications.lost('membership')
    this.#viewer.stop()
    this.#media.interrupt()
    this.#emitter.emit('stateChanged', { state: 'reconnecting' })
  }

  #onEnd(reason: RoomLeftReason, error?: Refusal | ParleyError): void {
    this.#viewer.stop()
    this.#publications.end()
    this.#media.close()
    this.#host.onLeft()
    this.#emitter.emit('stateChanged', { state: 'left' })
    this.#emitter.emit('left', error ? { reason, error } : { reason })
  }

  #inBackground(work: Promise<void>): void {
    const { signal } = this.#membership
    work.catch((error: unknown) => {
      // The next membership does it again.
      if (!signal.aborted) this.#fail(toError(error))
    })
  }

  #fail(error: Error): void {
    // What was under way when the socket was lost is done again by the next membership.
    if (isDisconnected(error)) return
    if (this.#emitter.has('error')) this.#emitter.emit('error', { error })
    else this.#host.onError(error)
  }
}

/** Chosen by the client for `chat.send`: unlikely to meet itself again, and no secret. */
function randomKey(platform: Platform): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(platform.random() * 2 ** 32)
      .toString(36)
      .padStart(7, '0'),
  ).join('')
}
