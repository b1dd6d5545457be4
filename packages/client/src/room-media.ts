// The media of a room as it comes and goes: the transports of now, what they receive, and how that looks to an app.

import type { DtlsParameters, IceServer, Media, NotificationParams } from '@parley/protocol'
import type { Device } from 'mediasoup-client/types'
import type { MediaState } from './api.ts'
import { toError } from './errors.ts'
import type { Roster } from './roster.ts'
import { Sfu } from './sfu.ts'

interface RoomMediaOptions {
  readonly roster: Roster
  readonly iceServers: () => readonly IceServer[]
  readonly connectTransport: (transport: string, dtlsParameters: DtlsParameters) => Promise<unknown>
  readonly ready: (subscriptions: string[]) => void
  readonly onState: (state: MediaState) => void
  /** Transports that worked have failed: only a new membership brings others. */
  readonly onFailed: () => void
  readonly onError: (error: Error) => void
}

export class RoomMedia {
  readonly #options: RoomMediaOptions
  #sfu: Sfu | undefined
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
    this.#sfu?.close()
    this.#sfu = undefined
    this.#isInterrupted = false
    if (device && media.topology === 'sfu') {
      const { iceServers, connectTransport, roster, onFailed, onError } = this.#options
      try {
        this.#sfu = new Sfu({
          device,
          media,
          iceServers: iceServers(),
          connectTransport,
          onReceived: (track, mediaTrack) => roster.subscribed(track, mediaTrack),
          onState: () => this.#tellState(),
          onFailed,
          onError,
        })
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

  close(): void {
    this.#sfu?.close()
    this.#sfu = undefined
    this.#tellState()
  }

  /** Resolves when all that can be received is. Never rejects. */
  async subscriptionsOpened({ mediaEpoch, subscriptions }: NotificationParams<'subscription.opened'>): Promise<void> {
    const sfu = this.#sfu
    // Of transports that are no more.
    if (!sfu || sfu.epoch !== mediaEpoch) return
    const received = await sfu.receive(subscriptions, (track) => this.#streamId(track))
    if (received.length > 0) this.#options.ready(received)
  }

  subscriptionsClosed({ subscriptions }: NotificationParams<'subscription.closed'>): void {
    for (const subscription of subscriptions) {
      const track = this.#sfu?.stopReceiving(subscription)
      if (track !== undefined) this.#options.roster.unsubscribed(track)
    }
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
