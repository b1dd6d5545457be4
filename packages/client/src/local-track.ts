// One track that this session publishes, through mutes, replaced devices, new transports and reconnects.

/// <reference lib="dom" />

import { type Params, Refusal, type TrackKind, type TrackSource } from '@parley/protocol'
import type { LocalTrack, VideoCodec } from './api.ts'
import { neededSizes, sendNeeded } from './demand.ts'
import {
  audioOptions,
  av1Encodings,
  cameraEncodings,
  screenEncodings,
  svcEncodings,
  videoOptions,
} from './encodings.ts'
import { isDisconnected, ParleyError, toError } from './errors.ts'
import type { Outgoing, Sent, Sfu } from './sfu.ts'

/** What a local track needs of its room. */
export interface LocalTrackHost {
  /** Undefined while nothing carries media. */
  readonly sfu: () => Sfu | undefined
  readonly announce: (params: Omit<Params<'track.publish'>, 'room'>) => Promise<string>
  readonly setMuted: (track: string, muted: boolean) => Promise<unknown>
  readonly unpublish: (track: string) => Promise<unknown>
  /** Opens a camera or microphone. */
  readonly open: (kind: TrackKind, constraints: MediaTrackConstraints) => Promise<MediaStreamTrack>
  readonly onChanged: (track: OwnTrack) => void
  readonly onEnded: (track: OwnTrack) => void
  readonly onUnpublished: (track: OwnTrack) => void
  readonly onError: (error: Error) => void
}

interface OwnTrackOptions {
  readonly host: LocalTrackHost
  readonly mediaTrack: MediaStreamTrack
  readonly source: TrackSource
  readonly simulcast: boolean
  readonly codec: VideoCodec | undefined
  readonly contentHint: string | undefined
  readonly muted: boolean
  /** Opened by the SDK, and so stopped by it. */
  readonly owned: boolean
}

export class OwnTrack implements LocalTrack {
  readonly kind: TrackKind
  readonly source: TrackSource
  readonly #host: LocalTrackHost
  readonly #simulcast: boolean
  readonly #codec: VideoCodec | undefined
  readonly #contentHint: string | undefined
  #id = ''
  #muted: boolean
  #mediaTrack: MediaStreamTrack | null = null
  #owned: boolean
  #sent: Sent | undefined
  /** In pixels of height. */
  #demanded = Number.POSITIVE_INFINITY
  /** How many of its sizes are sent. */
  #sending: number | undefined
  /** The server knows `id` in this membership of the room. */
  #isAnnounced = false
  /** What the server was last told, as far as we know. */
  #mutedThere = false
  /** Told, and not answered yet: what is heard meanwhile may be older. */
  #isTelling = false
  /** What the server said of it last while we were telling. */
  #heardMeanwhile: boolean | undefined
  #isAnnouncing = false
  #isUnpublished = false
  /** Sending and replacing change the same producer and so follow one another. */
  #tail: Promise<unknown> = Promise.resolve()

  constructor({ host, mediaTrack, source, simulcast, codec, contentHint, muted, owned }: OwnTrackOptions) {
    this.kind = mediaTrack.kind === 'audio' ? 'audio' : 'video'
    this.source = source
    this.#host = host
    this.#simulcast = simulcast
    this.#codec = codec
    this.#contentHint = contentHint
    this.#muted = muted
    this.#owned = owned
    this.#hold(mediaTrack)
  }

  get id(): string {
    return this.#id
  }

  get muted(): boolean {
    return this.#muted
  }

  get mediaTrack(): MediaStreamTrack | null {
    return this.#mediaTrack
  }

  get sent(): Sent | undefined {
    return this.#sent
  }

  mute(): Promise<void> {
    return this.#setMuted(true)
  }

  unmute(): Promise<void> {
    return this.#setMuted(false)
  }

  replace(mediaTrack: MediaStreamTrack | null): Promise<void> {
    return this.#inTurn(() => this.#put(mediaTrack, false))
  }

  switchDevice(deviceId: string): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#mediaTrack?.getConstraints() ?? {}
      if (this.#isUnpublished) throw unpublishedError()
      if (this.source === 'screen' || this.source === 'screenAudio')
        throw new ParleyError('unsupported', 'a screen is not chosen by its id')
      // Phones open one camera at a time, and some browsers silence the first microphone when a second is opened.
      const wasOwned = this.#owned
      if (wasOwned) this.#mediaTrack?.stop()
      const open = (constraints: MediaTrackConstraints) => this.#host.open(this.kind, constraints)
      try {
        await this.#put(await open({ ...before, deviceId: { exact: deviceId } }), true)
      } catch (error) {
        if (wasOwned && !this.#isUnpublished) await this.#put(await open(before), true)
        throw error
      }
    })
  }

  async #put(mediaTrack: MediaStreamTrack | null, owned: boolean): Promise<void> {
    const previous = this.#mediaTrack
    const wasOwned = this.#owned
    if (previous === mediaTrack) return
    if (this.#isUnpublished) {
      if (owned) mediaTrack?.stop()
      throw unpublishedError()
    }
    await this.#sent?.producer.replaceTrack({ track: mediaTrack })
    this.#hold(mediaTrack)
    this.#owned = owned
    if (wasOwned) previous?.stop()
    // Published again while there was nothing to send: now there is.
    if (!this.#sent && this.#host.sfu()) await this.#send()
    this.#host.onChanged(this)
  }

  async unpublish(): Promise<void> {
    if (this.#isUnpublished) return
    this.#isUnpublished = true
    this.#sent?.producer.close()
    this.#sent = undefined
    if (this.#owned) this.#mediaTrack?.stop()
    this.#hold(null)
    this.#host.onUnpublished(this)
    if (!this.#isAnnounced) return
    this.#isAnnounced = false
    await this.#host.unpublish(this.#id).catch((error: unknown) => {
      // Gone with the socket or ended by the server: what was wanted.
      if (!isDisconnected(error) && !(error instanceof Refusal)) throw error
    })
  }

  /** How large others look at it now. @throws {DOMException} of RTCRtpSender.setParameters */
  demanded(height: number): Promise<void> {
    this.#demanded = height
    return this.#inTurn(() => this.#sendWhatIsNeeded())
  }

  /** Sends over the transports that the room has now. @throws {Refusal} @throws {ParleyError} disconnected … */
  start(): Promise<void> {
    return this.#inTurn(() => this.#send())
  }

  /** The server says whether it forwards this track: a moderator may have muted it. */
  heard(muted: boolean): void {
    if (this.#isTelling) {
      this.#heardMeanwhile = muted
      return
    }
    if (!muted || this.#muted || this.#mutedThere) return
    this.#mutedThere = true
    this.#muted = true
    if (this.#mediaTrack) this.#mediaTrack.enabled = false
    this.#sent?.producer.pause()
    this.#host.onChanged(this)
  }

  /** The server may have put this track in its list, and we do not know its id yet. */
  get isAnnouncing(): boolean {
    return this.#isAnnouncing
  }

  /** After a new socket: what the lost one may have swallowed is said again. */
  async resume(): Promise<void> {
    if (this.#isUnpublished || this.#isAnnouncing) return
    if (this.#isAnnounced && this.#sent) {
      if (this.#mutedThere !== this.#muted) await this.#tellMuted()
    } else if (this.#host.sfu()) await this.start()
  }

  /** The transports are gone; with `membership` the server has forgotten the track too. */
  lost(what: 'transports' | 'membership'): void {
    this.#sent = undefined
    if (what === 'membership') this.#isAnnounced = false
  }

  async #send(): Promise<void> {
    const mediaTrack = this.#mediaTrack
    if (this.#isUnpublished) throw unpublishedError()
    if (!mediaTrack) return
    const sfu = this.#host.sfu()
    if (!sfu) throw new Refusal('media.unavailable')
    const muted = this.#muted
    // Silent from the first packet on.
    mediaTrack.enabled = !muted
    this.#isAnnouncing = true
    const sent = await sfu
      .send(this.#outgoing(mediaTrack), (rtpParameters) =>
        this.#announce({ ...sizeOf(mediaTrack), muted, rtpParameters }),
      )
      .finally(() => {
        this.#isAnnouncing = false
      })
    if (this.#isUnpublished) {
      sent.producer.close()
      await this.#host.unpublish(sent.track)
      throw unpublishedError()
    }
    this.#sent = sent
    // The server tells anew what it wants of what is published anew.
    this.#demanded = Number.POSITIVE_INFINITY
    const { encodings = [] } = sent.producer.rtpParameters
    // A single one is told to keep its size.
    this.#sending = encodings.length > 1 ? encodings.length : undefined
    this.#id = sent.track
    this.#isAnnounced = true
    this.#mutedThere = muted
    // Without it the picture is smaller than it might be, and still a picture.
    await this.#sendWhatIsNeeded().catch((error: unknown) => this.#host.onError(toError(error)))
    if (muted !== this.#muted) await this.#tellMuted()
  }

  async #announce(
    params: Pick<Params<'track.publish'>, 'width' | 'height' | 'muted' | 'rtpParameters'>,
  ): Promise<string> {
    const { kind, source } = this
    if (!this.#isAnnounced) return await this.#host.announce({ ...params, kind, source })
    try {
      return await this.#host.announce({ ...params, kind, source, track: this.#id })
    } catch (error) {
      if (!(error instanceof Refusal && error.reason === 'track.notFound')) throw error
      // We were away for longer than the server waits for a track: it begins anew.
      this.#isAnnounced = false
      return await this.#host.announce({ ...params, kind, source })
    }
  }

  async #sendWhatIsNeeded(): Promise<void> {
    const { rtpSender, closed = true, rtpParameters } = this.#sent?.producer ?? {}
    if (this.kind === 'audio' || closed || rtpSender === undefined) return
    const { height = Number.POSITIVE_INFINITY } = this.#mediaTrack?.getSettings() ?? {}
    const encodings = rtpParameters?.encodings ?? []
    const sizes = neededSizes(encodings, height, this.#demanded)
    if (sizes === this.#sending) return
    this.#sending = sizes
    await sendNeeded(rtpSender, { encodings, sizes, motion: this.#mediaTrack?.contentHint === 'motion' })
  }

  #outgoing(mediaTrack: MediaStreamTrack): Outgoing {
    if (this.#contentHint !== undefined) mediaTrack.contentHint = this.#contentHint
    if (this.kind === 'audio') return { mediaTrack, codecOptions: audioOptions(this.source) }
    // Sharp text rather than fluent motion, unless the app has said otherwise (W3C mst-content-hint).
    if (this.source === 'screen' && mediaTrack.contentHint === '') mediaTrack.contentHint = 'detail'
    const codec = this.#codec === undefined ? {} : { codec: this.#codec }
    return { mediaTrack, ...codec, encodings: this.#encodings(mediaTrack), codecOptions: videoOptions() }
  }

  #encodings(mediaTrack: MediaStreamTrack): NonNullable<Outgoing['encodings']> {
    const settings = mediaTrack.getSettings()
    if (this.source === 'screen' && !this.#simulcast) return screenEncodings(mediaTrack.contentHint)
    if (this.#codec === 'av1') return av1Encodings(settings)
    return this.#simulcast && this.#codec === 'vp9'
      ? svcEncodings(settings)
      : cameraEncodings(settings, this.#simulcast)
  }

  async #setMuted(muted: boolean): Promise<void> {
    if (this.#isUnpublished) throw unpublishedError()
    if (muted === this.#muted) return
    this.#muted = muted
    // First of all here: nobody hears a word more, whatever the network does.
    if (this.#mediaTrack) this.#mediaTrack.enabled = !muted
    if (muted) this.#sent?.producer.pause()
    else this.#sent?.producer.resume()
    this.#host.onChanged(this)
    await this.#tellMuted()
  }

  async #tellMuted(): Promise<void> {
    if (!this.#isAnnounced) return
    const muted = this.#muted
    this.#isTelling = true
    try {
      await this.#host.setMuted(this.#id, muted)
      this.#mutedThere = muted
    } catch (error) {
      // It is told after the next socket.
      if (!isDisconnected(error)) throw error
    } finally {
      this.#isTelling = false
      const heard = this.#heardMeanwhile
      this.#heardMeanwhile = undefined
      // A moderator's word that came after ours holds.
      if (heard !== undefined) this.heard(heard)
    }
  }

  readonly #onMediaEnded = () => this.#host.onEnded(this)

  #hold(mediaTrack: MediaStreamTrack | null): void {
    this.#mediaTrack?.removeEventListener('ended', this.#onMediaEnded)
    this.#mediaTrack = mediaTrack
    if (!mediaTrack) return
    mediaTrack.enabled = !this.#muted
    mediaTrack.addEventListener('ended', this.#onMediaEnded)
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const turn = this.#tail.then(task)
    // Its failure is the caller's; the next one begins all the same.
    this.#tail = turn.catch(() => {})
    return turn
  }
}

/** Of the full picture, for those who make room for it before it comes. */
function sizeOf(mediaTrack: MediaStreamTrack): { width?: number; height?: number } {
  const { width, height } = mediaTrack.getSettings()
  return mediaTrack.kind === 'video' && width && height ? { width, height } : {}
}

function unpublishedError(): ParleyError {
  return new ParleyError('closed', 'the track is no longer published')
}
