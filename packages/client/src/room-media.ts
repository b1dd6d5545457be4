// The media of a room as it comes and goes: the transports of now, what they receive, and how that looks to an app.

import type {
  DtlsParameters,
  IceParameters,
  IceServer,
  Media,
  NotificationParams,
  Subscription,
} from '@parley/protocol'
import type { Device } from 'mediasoup-client/types'
import type { MediaState } from './api.ts'
import { toError } from './errors.ts'
import { IceKeeper } from './ice-keeper.ts'
import type { Platform } from './platform.ts'
import type { Roster } from './roster.ts'
import { Sfu } from './sfu.ts'

interface RoomMediaOptions {
  readonly platform: Platform
  readonly roster: Roster
  readonly iceServers: () => readonly IceServer[]
  readonly connectTransport: (transport: string, dtlsParameters: DtlsParameters) => Promise<unknown>
  /** Asks the server for new ICE credentials of one transport. */
  readonly restartIce: (transport: string) => Promise<IceParameters>
  readonly ready: (subscriptions: string[]) => void
  readonly onState: (state: MediaState) => void
  /** Transports that worked have failed: only a new membership brings others. */
  readonly onFailed: () => void
  readonly onError: (error: Error) => void
}

export class RoomMedia {
  readonly #options: RoomMediaOptions
  #sfu: Sfu | undefined
  /** Of the transports of now. */
  #keeper: IceKeeper | undefined
  /** What they were opened from. */
  #media: Media | undefined
  #isInterrupted = false
  #state: MediaState = 'none'

  constructor(options: RoomMediaOptions) {
    this.#options = options
  }

  get sfu(): Sfu | undefined {
    return this.#sfu
  }

  get state(): MediaState {
    return this.#state
  }

  /** Takes new transports in place of the old ones. A topology that this version does not know carries nothing. */
  open(device: Device | undefined, media: Media): void {
    this.#closeTransports()
    this.#media = media
    this.#isInterrupted = false
    if (device && media.topology === 'sfu') {
      const { iceServers, connectTransport, roster, onError } = this.#options
      try {
        this.#sfu = new Sfu({
          device,
          media,
          iceServers: iceServers(),
          connectTransport,
          onReceived: (track, mediaTrack) => roster.subscribed(track, mediaTrack),
          onState: () => {
            this.#tellState()
            this.#keeper?.look()
          },
          onError,
        })
        this.#keeper = this.#keep(this.#sfu)
      } catch (thrown) {
        onError(toError(thrown))
      }
    }
    this.#tellState()
  }

  /** The socket is gone; packets may still pass for a while, and the transports stay until others take their place. */
  interrupt(): void {
    this.#isInterrupted = true
    this.#tellState()
  }

  /** There is a socket again, for the same session: the transports are still ours. */
  resume(): void {
    this.#isInterrupted = false
    const received = [...(this.#sfu?.received ?? [])].map(({ consumer }) => consumer.id)
    // The word of it may have gone down with the old socket.
    if (received.length > 0) this.#options.ready(received)
    this.#sfu?.connectAgain()
    this.#keeper?.reconnected()
    this.#tellState()
  }

  /** Whether these are the transports that we have. */
  isOpen(media: Media): boolean {
    return JSON.stringify(media) === JSON.stringify(this.#media)
  }

  /** All that is subscribed now: ends what is not among it, and receives what is new. Never rejects. */
  async replaceSubscriptions(subscriptions: readonly Subscription[]): Promise<void> {
    const sfu = this.#sfu
    if (!sfu) return
    const kept = new Set(subscriptions.map(({ id }) => id))
    const ended = [...sfu.received].flatMap(({ consumer: { id } }) => (kept.has(id) ? [] : [id]))
    this.subscriptionsClosed({ subscriptions: ended })
    await this.subscriptionsOpened({ mediaEpoch: sfu.epoch, subscriptions: [...subscriptions] })
  }

  networkChanged(): void {
    this.#keeper?.networkChanged()
  }

  close(): void {
    this.#closeTransports()
    this.#tellState()
  }

  /** Resolves when all that can be received is. Never rejects. */
  async subscriptionsOpened({
    mediaEpoch,
    subscriptions,
  }: Pick<NotificationParams<'subscription.opened'>, 'mediaEpoch' | 'subscriptions'>): Promise<void> {
    const sfu = this.#sfu
    // Of transports that are no more.
    if (!sfu || sfu.epoch !== mediaEpoch) return
    const received = await sfu.receive(subscriptions, (track) => this.#streamId(track))
    if (received.length > 0) this.#options.ready(received)
  }

  subscriptionsClosed({ subscriptions }: Pick<NotificationParams<'subscription.closed'>, 'subscriptions'>): void {
    for (const subscription of subscriptions) {
      const track = this.#sfu?.stopReceiving(subscription)
      if (track !== undefined) this.#options.roster.unsubscribed(track)
    }
  }

  #keep(sfu: Sfu): IceKeeper {
    const { platform, restartIce, onFailed, onError } = this.#options
    return new IceKeeper({
      platform,
      state: () => sfu.way,
      restart: () => sfu.restartIce(restartIce),
      onGivenUp: onFailed,
      onError,
    })
  }

  #closeTransports(): void {
    this.#keeper?.close()
    this.#keeper = undefined
    this.#sfu?.close()
    this.#sfu = undefined
  }

  /** Browsers play tracks of one stream in step: a face with its voice, a screen with its sound, but not across the two. */
  #streamId(trackId: string): string {
    const track = this.#options.roster.track(trackId)
    if (!track) return trackId
    const what = track.source === 'screen' || track.source === 'screenAudio' ? 'screen' : 'person'
    // RFC 8830 allows 64 characters.
    return `${what}-${track.participant.id}`.slice(0, 64)
  }

  #tellState(): void {
    const state = this.#sfu ? (this.#isInterrupted ? 'interrupted' : this.#sfu.state) : 'none'
    if (state === this.#state) return
    this.#state = state
    this.#options.onState(state)
  }
}
