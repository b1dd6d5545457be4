// A room that this session is in: what an app may do in it, and what each notification means for its parts.

/// <reference lib="dom" />

import type { ChatMessage, NotificationParams, Refusal, Resumed, RoomState } from '@parley/protocol'
import type { Device } from 'mediasoup-client/types'
import type {
  LocalTrack,
  MediaState,
  Participant,
  Room,
  RoomConnectionState,
  RoomEvents,
  RoomLeftReason,
  Speaker,
} from './api.ts'
import type { JoinOptions } from './api-order.ts'
import { Conversation } from './conversation.ts'
import { DeviceTracks } from './device-tracks.ts'
import { openAgain } from './devices.ts'
import { isDisconnected, ParleyError, toError } from './errors.ts'
import { Emitter, type ListenOptions, type Off } from './events.ts'
import { Membership, type RoomNotification } from './membership.ts'
import { ParticipantPages } from './participant-pages.ts'
import { Publications } from './publications.ts'
import { RoomData } from './room-data.ts'
import type { RoomHost } from './room-host.ts'
import { RoomMedia } from './room-media.ts'
import { Order, publishable } from './room-order.ts'
import { Roster } from './roster.ts'
import { Speaking } from './speaking.ts'
import { readStats } from './stats.ts'
import { Viewer } from './view.ts'

export class JoinedRoom implements Room {
  readonly name: string
  /** For the session beneath: it tells of sockets and of what arrives. */
  readonly membership: Membership
  readonly #host: RoomHost
  readonly #emitter: Emitter<RoomEvents>
  readonly #roster: Roster
  readonly #pages: ParticipantPages
  readonly #chat: Conversation
  readonly #media: RoomMedia
  readonly #publications: Publications
  readonly #devices: DeviceTracks
  readonly #viewer: Viewer
  readonly #data: RoomData
  readonly #speaking: Speaking
  readonly #order: Order
  #device: Device | undefined
  #told: RoomConnectionState = 'reconnecting'

  constructor(host: RoomHost, room: string, { name, password, onWaiting }: JoinOptions = {}) {
    this.name = room
    this.#host = host
    this.#emitter = new Emitter((error, event) => (event === 'error' ? host.onError(error) : this.#fail(error)))
    const emit: Emitter<RoomEvents>['emit'] = (event, value) => this.#emitter.emit(event, value)
    const onError = (error: Error) => this.#fail(error)
    const { platform, call, notify, iceServers, device } = host
    this.membership = new Membership({
      room,
      name,
      password,
      platform,
      device,
      call,
      onWaiting: () => {
        onWaiting?.()
        emit('waiting', {})
      },
      onJoined: (state, engine) => this.#onJoined(state, engine),
      onNotification: (notification) => this.#apply(notification),
      onSuspended: () => this.#onSuspended(),
      onResumed: (snapshot) => this.#onResumed(snapshot),
      onLost: () => this.#onLost(),
      onEnd: (reason, error) => this.#onEnd(reason, error),
      onError,
    })
    this.#roster = new Roster({ emit })
    this.#speaking = new Speaking(this.#roster, emit)
    this.#order = new Order({
      room,
      call,
      notify,
      emit,
      participants: () => this.participants,
      again: (action) => this.membership.again(action),
      isJoined: () => this.state === 'joined',
    })
    this.#pages = new ParticipantPages({
      room,
      roster: this.#roster,
      read: (params) => call('room.participants', params, { signal: this.membership.signal }),
      onComplete: () => this.#viewer.refresh(),
    })
    this.#chat = new Conversation({
      room,
      platform,
      call,
      emit,
      self: () => host.person().id,
      again: (action, signal) => this.membership.again(action, signal),
      urlOf: host.urlOf,
    })
    this.#viewer = new Viewer({
      platform,
      isKnown: (track) => this.#roster.track(track) !== undefined,
      send: (view) => call('room.view', { room, view }),
      onError,
    })
    this.#media = new RoomMedia({
      platform,
      roster: this.#roster,
      iceServers,
      connectTransport: (transport, dtlsParameters) => call('transport.connect', { room, transport, dtlsParameters }),
      restartIce: async (transport) => (await call('transport.restartIce', { room, transport })).iceParameters,
      ready: (subscriptions) => notify('subscription.ready', { room, subscriptions }),
      onState: (mediaState) => emit('mediaStateChanged', { mediaState }),
      onFailed: () => this.membership.anew(),
      onError,
    })
    this.#publications = new Publications({
      sfu: () => this.#media.sfu,
      announce: async (params) => (await call('track.publish', { room, ...params })).track,
      setMuted: (track, muted) => call('track.setMuted', { room, track, muted }),
      unpublish: (track) => call('track.unpublish', { room, track }),
      open: (kind, constraints) => openAgain(platform, kind, constraints),
      emit,
      again: (action, signal) => this.membership.again(action, signal),
      onSettled: () => this.#endStrays(),
      onError,
    })
    this.#data = new RoomData({
      platform,
      roster: this.#roster,
      carrier: () => (platform.dataChannels === true && host.grants().data ? this.#media.sfu : undefined),
      open: (params) => call('data.open', { room, ...params }),
      overSocket: (params, signal) =>
        this.membership.again(async () => notify('room.data', { room, ...params }), signal),
      onData: (received) => emit('data', received),
    })
    this.#devices = new DeviceTracks({ platform, grants: host.grants, publications: this.#publications })
  }

  get self(): Participant {
    if (this.#roster.self) return this.#roster.self
    throw new ParleyError('protocol', 'the room was not entered')
  }
  get state(): RoomConnectionState {
    return this.membership.state
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
    return this.#chat.moreMessages
  }
  get unread(): number {
    return this.#chat.unread
  }
  get readUpTo(): number {
    return this.#chat.readUpTo
  }
  get info(): Room['info'] {
    return this.#order.info
  }
  get waiting(): Room['waiting'] {
    return this.#order.waiting
  }
  get moderation(): Room['moderation'] {
    return this.#order.moderation
  }
  get speakers(): readonly Speaker[] {
    return this.#speaking.now
  }

  on<E extends keyof RoomEvents>(event: E, listener: (value: RoomEvents[E]) => void, options?: ListenOptions): Off {
    return this.#emitter.on(event, listener, options)
  }

  publish: Room['publish'] = (mediaTrack, options) => this.#publications.publish(mediaTrack, options, false)
  publishCamera: Room['publishCamera'] = (constraints, options) => this.#devices.camera(constraints, options)
  publishMicrophone: Room['publishMicrophone'] = (constraints, options) =>
    this.#devices.microphone(constraints, options)
  publishScreen: Room['publishScreen'] = (constraints, options) => this.#devices.screen(constraints, options)
  view: Room['view'] = (items) => this.#viewer.set(items)

  send: Room['send'] = (text, options) => this.#chat.send(text, options)
  edit: Room['edit'] = (message, text, options) => this.#chat.edit(message, text, options)
  delete: Room['delete'] = (message, options) => this.#chat.delete(message, options)
  markRead: Room['markRead'] = (upTo) => this.#chat.markRead(upTo)
  olderMessages: Room['olderMessages'] = (limit, options) => this.#chat.olderMessages(limit, options)
  search: Room['search'] = (words, options) => this.#chat.search(words, options)
  attach: Room['attach'] = (file, options) => this.#chat.attach(file, options)
  urlOf: Room['urlOf'] = (attachment) => this.#chat.urlOf(attachment)

  sendData: Room['sendData'] = (data, options = {}) => this.#data.send(data, options)
  raiseHand: Room['raiseHand'] = (raised) => this.#order.raiseHand(raised)
  react: Room['react'] = (reaction) => this.#order.react(reaction)

  getStats: Room['getStats'] = () => readStats(this.#media.sfu, this.#publications.tracks, this.#roster)

  leave: Room['leave'] = () => this.membership.leave()

  /** Packets may have to take another way. */
  onNetworkChanged(): void {
    this.#media.networkChanged()
  }

  #apply(notification: RoomNotification): void {
    if (this.#chat.take(notification) || this.#order.take(notification)) return
    const { method, params } = notification
    switch (method) {
      case 'room.participantJoined':
        this.#roster.joined(params.participants)
        break
      case 'room.participantLeft':
        this.#onParticipantsLeft(params.participants)
        break
      case 'room.participantChanged':
        this.#roster.participantsChanged(params.participants)
        if (params.participants.some(({ id }) => id === this.#roster.self?.id))
          this.#publications.permitted(this.self.publish)
        break
      case 'room.left':
        this.membership.end(params.reason)
        break
      case 'room.closed':
        this.membership.end('closed')
        break
      case 'track.published':
        this.#roster.published(params.participant, params.track)
        this.#endStrays()
        this.#viewer.refresh()
        break
      case 'track.changed':
        this.#roster.changed(params.participant, params.track)
        if (params.participant === this.#roster.self?.id)
          this.#publications.heardMuted(params.track.id, params.track.muted)
        break
      case 'track.unpublished':
        this.#roster.unpublished(params.track)
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
        this.#speaking.heard(params)
        break
      case 'room.dataReceived':
        this.#data.received(params, false)
        break
      case 'room.lossyDataReceived':
        this.#data.received(params, true)
        break
    }
  }

  #onJoined(state: RoomState, device: Device | undefined): void {
    this.#device = device
    this.#takeSnapshot(state)
    this.#tellState('joined')
    this.#publications.lost('membership')
    this.#openMedia(state.media)
  }

  #takeSnapshot(state: RoomState): void {
    const { id: person, name } = this.#host.person()
    this.#order.snapshot(state)
    const { role = 'guest' } = state.info
    const publish = publishable(state.info, this.#host.grants())
    const self = { id: state.participant, person, name, role, publish }
    this.#roster.begin(self, state.participants, state.participantCount)
    this.#inBackground(this.#pages.begin(state.nextParticipants))
    this.#inBackground(this.#chat.snapshot(state))
  }

  /** The session is carried on: what was missed follows as it would have come, or is in the snapshot. */
  #onResumed(snapshot: Extract<Resumed, { outcome: 'snapshot' }> | undefined): void {
    if (snapshot) this.#takeSnapshot(snapshot.state)
    else this.#inBackground(this.#pages.goOn())
    this.#tellState('joined')
    if (snapshot && !this.#media.isOpen(snapshot.state.media)) this.#openMedia(snapshot.state.media)
    else {
      this.#media.resume()
      this.#viewer.resume()
      this.#inBackground(this.#publications.resume())
    }
    if (snapshot) this.#inBackground(this.#media.replaceSubscriptions(snapshot.subscriptions))
    this.#endStrays()
  }

  #endStrays(): void {
    if (this.state === 'joined') this.#publications.endStrays([...(this.#roster.self?.tracks.keys() ?? [])])
  }

  #openMedia(media: RoomState['media']): void {
    this.#publications.lost('transports')
    this.#media.open(this.#device, media)
    this.#data.reopen()
    this.#viewer.start()
    this.#inBackground(this.#publications.republish())
  }

  #onParticipantsLeft(participants: Parameters<Roster['left']>[0]): void {
    const self = participants.find(({ id }) => id === this.#roster.self?.id)
    this.#roster.left(participants)
    if (self) this.membership.end(self.reason)
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

  #onSuspended(): void {
    this.#viewer.stop()
    this.#media.interrupt()
    this.#tellState('reconnecting')
  }

  #onLost(): void {
    this.#publications.lost('membership')
    this.#onSuspended()
  }

  #onEnd(reason: RoomLeftReason, error?: Refusal | ParleyError): void {
    this.#viewer.stop()
    this.#publications.end()
    this.#media.close()
    this.#host.onLeft()
    this.#tellState('left')
    this.#emitter.emit('left', error ? { reason, error } : { reason })
  }

  #tellState(state: RoomConnectionState): void {
    if (state === this.#told) return
    this.#told = state
    this.#emitter.emit('stateChanged', { state })
  }

  #inBackground(work: Promise<void>): void {
    const { signal } = this.membership
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
