// What an app sees: the shapes and events of a connection, a room and what is published in it.

/// <reference lib="dom" />

import type {
  CallName,
  Encoding,
  Grants,
  LeaveReason,
  Params,
  ParticipantKind,
  Person,
  Refusal,
  Result,
  Role,
  RoomInfo,
  TrackEncryption,
  TrackKind,
  TrackSource,
} from '@parley/protocol'
import type { Administration } from './api-admin.ts'
import type { ChatEvents, RoomChat } from './api-chat.ts'
import type { JoinOptions, OrderEvents, RoomChange, RoomModeration, RoomOrder } from './api-order.ts'
import type { RoomStats } from './api-stats.ts'
import type { ParleyError } from './errors.ts'
import type { ListenOptions, Off } from './events.ts'
import type { Platform } from './platform.ts'

/** How to connect. */
export interface ConnectOptions {
  /** A JWT, or how to get a fresh one; a function is asked anew for each socket and when the token is about to end. */
  readonly token?: string | (() => Promise<string>)
  /** The name others see when the token carries none; 1–64 characters. */
  readonly name?: string
  /** The signed guest id of an earlier connection (`parley.guest`): makes this the same guest. */
  readonly guest?: string
  /** The secret of an invitation into a room, which stands in its link after `#invite=`: lets in who comes by it. */
  readonly invitation?: string
  /** A room that will be joined: lets a cluster send the socket to the node which holds it. */
  readonly room?: string
  /** Default `json`. `msgpack` is smaller and loads its codec when asked for. */
  readonly encoding?: Encoding
  /** Ends the attempt to connect; it has no effect on a connection that stands. */
  readonly signal?: AbortSignal
  /** Default: the browser. Node programs, tests and the lab bring their own. */
  readonly platform?: Platform
}

/** How to call. */
export interface CallOptions {
  readonly signal?: AbortSignal
}

/** How a connection is doing. */
export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'closed'

/** Why a connection was lost or given up. */
export interface ConnectionCause {
  /** WebSocket close code (RFC 6455, and `closeCodes` of the protocol): a socket was lost, or none could be opened. */
  readonly closeCode?: number
  /** The server answered, and would not have us. */
  readonly refusal?: Refusal
  /** In words. */
  readonly message: string
}

/** How a connection is doing from now on, and why. */
export interface ConnectionStateChange {
  readonly state: ConnectionState
  /** While reconnecting: 1 for the first attempt. */
  readonly attempt?: number
  /** While reconnecting: the pause before this attempt. */
  readonly retryInMs?: number
  /** While reconnecting or closed. Absent when the app itself closed. */
  readonly cause?: ConnectionCause
}

/** A token for an account of the server. */
export interface SignedIn {
  readonly token: string
  readonly expiresAt: Date
  readonly person: string
  readonly name: string
}

/** What a connection tells, by name. */
export interface ParleyEvents {
  stateChanged: ConnectionStateChange
  /** The token ends at `expiresAt`. With a token function, or an account, the SDK refreshes by itself; else call `refresh`. */
  tokenExpiring: { readonly expiresAt: Date }
  /** The account has a newer token: keep it for the next `connect`. */
  tokenRenewed: SignedIn
  /** The server is about to stop; the SDK will reconnect by itself. */
  draining: { readonly withinMs: number }
  /** A ping was answered. */
  roundTrip: { readonly roundTripMs: number }
  /** Something failed in the background, or a listener threw. Nothing needs to be done to keep going. */
  error: { readonly error: Error }
}

/**
 * One session with a Parley server. It survives the loss of sockets: it reconnects by itself, for ever, until `close` is
 * called or the server says not to come back. Within the grace that the server gives, it carries on where it was: the
 * rooms stay joined, tracks stay published, and what was missed follows. After that it joins its rooms again and
 * publishes the local tracks again.
 */
export interface Parley extends AsyncDisposable {
  readonly person: Person
  /** The signed guest id: keep it and give it to the next `connect`. Undefined for a person with a token. */
  readonly guest: string | undefined
  readonly grants: Grants
  /** Which server answered last, and its version: for reports of what went wrong. */
  readonly server: { readonly name: string; readonly version: string; readonly node: string }
  readonly state: ConnectionState
  /** By name, without those that were left. */
  readonly rooms: ReadonlyMap<string, Room>
  /** Listens to an event until `signal` is aborted or the returned function is called. */
  on<E extends keyof ParleyEvents>(event: E, listener: (value: ParleyEvents[E]) => void, options?: ListenOptions): Off
  /**
   * Enters a room. Waits while the connection is being made again, and in the lobby of the room, if it has one.
   * @throws {Refusal} room.passwordNeeded, passwordWrong, denied, locked, membersOnly, banned, full, notFound, alreadyJoined;
   *   session.forbidden …
   * @throws {ParleyError} closed, aborted, timeout, fault
   */
  join(room: string, options?: JoinOptions): Promise<Room>
  /** Founds a room, and owns it. @throws {Refusal} room.exists, session.forbidden */
  createRoom(room: string, founding?: RoomChange): Promise<RoomInfo>
  /** Rooms in which this person is somebody, and those that everybody may find, by name. `next` is the `after` of the next page. */
  listRooms(search?: Params<'room.list'>): Promise<Result<'room.list'>>
  /** What a room is, without entering it. @throws {Refusal} room.notFound, room.banned */
  readRoom(room: string): Promise<RoomInfo>
  /** Keeping order in a room without being in it; in it, see `room.moderation`. */
  moderationOf(room: string): RoomModeration
  /** For those who run the server (`grants.admin`). */
  readonly admin: Administration
  /** Any method of the protocol, as it is. Not repeated when the socket is lost: it then throws `ParleyError` `disconnected`. */
  call<M extends CallName>(method: M, params: Params<M>, options?: CallOptions): Promise<Result<M>>
  /** Replaces the token of the live session by a newer one of the same person; it is used for reconnects too. */
  refresh(token: string): Promise<void>
  /**
   * For people with an account: a newer token, used from now on; done by itself before the token ends.
   * @throws {Refusal} account.needed, session.tokenInvalid after the password was changed elsewhere
   */
  renewAccount(): Promise<SignedIn>
  /**
   * Changes the own password; all tokens of the account end but the one that this session has from now on.
   * @throws {Refusal} account.credentialsWrong, account.needed, session.tooFast
   */
  setPassword(change: Params<'account.setPassword'>): Promise<SignedIn>
  /** Leaves all rooms, ends the session and closes the socket. Idempotent; every caller awaits the same ending. */
  close(): Promise<void>
}

/** Someone or something in a room. The object stays the same as long as the participant is there; its fields are live. */
export interface Participant {
  readonly id: string
  /** The id of the person; several participants may be the same person on several devices. */
  readonly person: string
  readonly name: string
  readonly kind: ParticipantKind
  readonly joinedAt: Date
  readonly isSelf: boolean
  readonly role: Role
  /** What it may publish here now. */
  readonly publish: readonly TrackSource[]
  /** Since when its hand is raised; undefined: it is down. */
  readonly handRaisedAt: Date | undefined
  /** Its connection is lost, and it is expected back; its media may still come. */
  readonly reconnecting: boolean
  /** How well it is connected, 0–10 (10: nothing is lost); undefined: nobody knows yet. */
  readonly quality: number | undefined
  /** By id. The own tracks stand in `self.tracks` too, without media: see `room.localTracks`. */
  readonly tracks: ReadonlyMap<string, RemoteTrack>
}

/** A track that a participant publishes. The object outlives changes of topology and reconnects. */
export interface RemoteTrack {
  readonly id: string
  readonly kind: TrackKind
  readonly source: TrackSource
  readonly muted: boolean
  readonly encryption: TrackEncryption
  /** Pixels of the full picture as captured, where its publisher said so: good for reserving its place. */
  readonly width: number | undefined
  readonly height: number | undefined
  readonly participant: Participant
  /** Undefined until subscribed; replaced (with another `subscribed` event) when media is set up anew. */
  readonly mediaTrack: MediaStreamTrack | undefined
}

/** A track that this session publishes. */
export interface LocalTrack {
  /** Changes when the track is published again after the room was joined again. */
  readonly id: string
  readonly kind: TrackKind
  readonly source: TrackSource
  readonly muted: boolean
  /** What is being sent; null after `replace(null)`. */
  readonly mediaTrack: MediaStreamTrack | null
  /** Stops sending at once, even while offline, and tells the others. The device stays open: see `replace`. */
  mute(): Promise<void>
  /** Sends again, and tells the others. */
  unmute(): Promise<void>
  /**
   * Sends another media track without renegotiation, or nothing with null. A track that the SDK opened itself
   * (`publishCamera` …) is stopped when it is replaced, so `mute()` and `replace(null)` turn the camera's light off.
   */
  replace(mediaTrack: MediaStreamTrack | null): Promise<void>
  /**
   * Sends from another camera or microphone, with the settings of this one: `listDevices` names them. If it cannot be opened,
   * the track goes on as it was. @throws {DOMException} of getUserMedia @throws {ParleyError} unsupported for a screen
   */
  switchDevice(deviceId: string): Promise<void>
  /** Ends the track. A media track that the SDK opened is stopped; one that the app gave is left running. Idempotent. */
  unpublish(): Promise<void>
}

/** How pictures are encoded. */
export type VideoCodec = 'vp8' | 'vp9' | 'h264' | 'av1'

/** How a track is published. */
export interface PublishOptions {
  readonly source: TrackSource
  /**
   * Several sizes of the picture at once. Default: true for a camera, false for a screen; no meaning for audio. With VP9
   * they are layers of one stream (SVC); AV1 has one size.
   */
  readonly simulcast?: boolean
  /**
   * Default: VP8 where the engine has it, else the first that both sides know, as H264 in some. Whoever cannot receive the
   * chosen one does not see the track. `unsupported` where this engine cannot send it.
   */
  readonly codec?: VideoCodec
  /** What the picture or sound is (https://www.w3.org/TR/mst-content-hint/). Default for a screen: `detail`, at most 15 frames/s. */
  readonly contentHint?: 'motion' | 'detail' | 'text' | 'speech' | 'music'
  /** Publish in silence; `unmute()` begins to send. */
  readonly muted?: boolean
  readonly signal?: AbortSignal
}

/** One video on the screen. Sizes in physical pixels: CSS pixels × devicePixelRatio. */
export interface ViewItem {
  readonly track: RemoteTrack | string
  readonly width: number
  readonly height: number
  /** 1–255, larger wins when bandwidth is short. Default 1. */
  readonly priority?: number
}

/** Somebody who is speaking. */
export interface Speaker {
  readonly participant: Participant
  readonly source: TrackSource
  /** dBov, −127…0 (RFC 6464). */
  readonly level: number
}

/** How data is sent. */
export interface DataOptions {
  /** The newest matters: it may be lost, or overtaken. Default: everything arrives, in order. */
  readonly lossy?: boolean
  /** Default: all others. */
  readonly to?: readonly (Participant | string)[]
  /** What it is about; at most 64 characters. */
  readonly topic?: string
  readonly signal?: AbortSignal
}

/** Data of the application, from another participant. */
export interface ReceivedData {
  readonly participant: Participant
  readonly topic?: string
  readonly data: string
  readonly lossy: boolean
}

/** Whether this session is in the room. `left` is the end. */
export type RoomConnectionState = 'joined' | 'reconnecting' | 'left'

/**
 * none: nothing carries media now (no media workers). connecting: ICE or DTLS is under way. connected: media can flow, or
 * there is nothing to carry yet. interrupted: packets do not pass at the moment, or the room is reconnecting.
 */
export type MediaState = 'none' | 'connecting' | 'connected' | 'interrupted'

/** `closed`: the room ended, or the connection was closed. `refused`: the server did not let us in again. */
export type RoomLeftReason = LeaveReason | 'closed' | 'refused'

/** What a room tells, by name. */
export interface RoomEvents extends ChatEvents, OrderEvents {
  participantJoined: { readonly participant: Participant }
  participantLeft: { readonly participant: Participant; readonly reason: LeaveReason }
  /** Its name, role, rights or hand, or whether it is reconnecting. */
  participantChanged: { readonly participant: Participant }
  trackPublished: { readonly track: RemoteTrack; readonly participant: Participant }
  trackUnpublished: { readonly track: RemoteTrack; readonly participant: Participant }
  /** Muted or unmuted, or another size of picture. */
  trackChanged: { readonly track: RemoteTrack; readonly participant: Participant }
  subscribed: {
    readonly track: RemoteTrack
    readonly participant: Participant
    readonly mediaTrack: MediaStreamTrack
  }
  unsubscribed: { readonly track: RemoteTrack; readonly participant: Participant }
  /** Another size (spatial) or frame rate (temporal) of it arrives now; null: none. */
  layersChanged: {
    readonly track: RemoteTrack
    readonly participant: Participant
    readonly spatialLayer: number | null
    readonly temporalLayer: number | null
  }
  qualityChanged: { readonly participant: Participant; readonly quality: number }
  localTrackPublished: { readonly track: LocalTrack }
  localTrackUnpublished: { readonly track: LocalTrack }
  /** Its id, media track or muting changed. */
  localTrackChanged: { readonly track: LocalTrack }
  /** Its device was unplugged or the browser's own "stop sharing" was pressed. Screen tracks are then unpublished by the SDK. */
  localTrackEnded: { readonly track: LocalTrack }
  /** Loudest first; empty: silence. */
  speaking: { readonly speakers: readonly Speaker[] }
  /** Another participant has sent data of the application. */
  data: ReceivedData
  stateChanged: { readonly state: RoomConnectionState }
  mediaStateChanged: { readonly mediaState: MediaState }
  /** The end of this object: it does not come back. `error` says why a server refused to let us in again. */
  left: { readonly reason: RoomLeftReason; readonly error?: Refusal | ParleyError }
  error: { readonly error: Error }
}

/** A room that this session is in. */
export interface Room extends RoomChat, RoomOrder {
  readonly name: string
  /** The object stays the same; its id changes when the room is joined again, because the session was lost. */
  readonly self: Participant
  readonly state: RoomConnectionState
  readonly mediaState: MediaState
  /** By id, self among them. Beyond 100 the rest is read in the background, with `participantJoined` for each. */
  readonly participants: ReadonlyMap<string, Participant>
  readonly participantCount: number
  readonly localTracks: readonly LocalTrack[]
  readonly speakers: readonly Speaker[]

  /** Listens to an event until `signal` is aborted or the returned function is called; all ends with `left`. */
  on<E extends keyof RoomEvents>(event: E, listener: (value: RoomEvents[E]) => void, options?: ListenOptions): Off

  /**
   * Publishes a media track that the app owns (it is never stopped by the SDK).
   * @throws {Refusal} media.unavailable while the room has no media; session.forbidden, session.quota, track.unsupported
   */
  publish(mediaTrack: MediaStreamTrack, options: PublishOptions): Promise<LocalTrack>
  /**
   * Opens a camera (default: 720p at 30) and publishes it. What the grants do not allow is refused before anybody is asked
   * for a device; so it is with a microphone and a screen.
   * @throws {DOMException} of getUserMedia @throws {Refusal} session.forbidden and those of `publish`
   */
  publishCamera(constraints?: MediaTrackConstraints, options?: Partial<PublishOptions>): Promise<LocalTrack>
  /** Opens a microphone (default: echo cancellation, noise suppression, gain control) and publishes it. */
  publishMicrophone(constraints?: MediaTrackConstraints, options?: Partial<PublishOptions>): Promise<LocalTrack>
  /** Asks for a screen, window or tab and publishes it, with its sound where the browser gives one and the grants allow it. */
  publishScreen(
    constraints?: DisplayMediaStreamOptions,
    options?: Partial<PublishOptions>,
  ): Promise<{ readonly video: LocalTrack; readonly audio?: LocalTrack }>

  /**
   * Says which videos are on screen and how large; all others are not sent to us. Replaces the earlier view. Call it
   * as often as you like: it is coalesced, sent only when it differs, and sent again after a reconnect.
   */
  view(items: readonly ViewItem[]): void

  /**
   * Sends data of the application, at most 16,384 characters, over a data channel where one can be opened and over the
   * socket otherwise. Nobody answers: it resolves when it is on its way. While the connection is being made again it waits.
   */
  sendData(data: string, options?: DataOptions): Promise<void>

  /**
   * Statistics of the W3C (https://www.w3.org/TR/webrtc-stats/) by track, and of the two transports. `compareStats` makes
   * rates of two answers: bitrate, loss, jitter, frames …
   */
  getStats(): Promise<RoomStats>
  /** Unpublishes all and leaves; the `left` event follows. Idempotent. */
  leave(): Promise<void>
}
