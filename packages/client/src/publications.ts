// The tracks that this session publishes in a room, and how they come back after new transports or a new membership.

/// <reference lib="dom" />

import { Refusal, type TrackSource } from '@parley/protocol'
import { abortable } from './abortable.ts'
import type { LocalTrack, PublishOptions, RoomEvents } from './api.ts'
import { isDisconnected, toError } from './errors.ts'
import { type LocalTrackHost, OwnTrack } from './local-track.ts'

type PublicationEvent = 'localTrackPublished' | 'localTrackUnpublished' | 'localTrackChanged' | 'localTrackEnded'

interface PublicationsOptions extends Pick<LocalTrackHost, 'sfu' | 'announce' | 'setMuted' | 'unpublish' | 'open'> {
  readonly emit: <E extends PublicationEvent>(event: E, value: RoomEvents[E]) => void
  /** Does it when the room is joined, and once more if the socket is lost meanwhile. */
  readonly again: <T>(action: () => Promise<T>, signal?: AbortSignal) => Promise<T>
  /** A call to publish has ended, well or not. */
  readonly onSettled: () => void
  readonly onError: (error: Error) => void
}

export class Publications {
  readonly #options: PublicationsOptions
  readonly #tracks: OwnTrack[] = []
  /** Being published for the first time. */
  readonly #starting = new Set<OwnTrack>()
  readonly #host: LocalTrackHost

  constructor(options: PublicationsOptions) {
    this.#options = options
    const { sfu, announce, setMuted, unpublish, open, emit, onError } = options
    this.#host = {
      sfu,
      announce,
      setMuted,
      unpublish,
      open,
      onChanged: (track) => this.#tracks.includes(track) && emit('localTrackChanged', { track }),
      onEnded: (track) => this.#onEnded(track),
      onUnpublished: (track) => this.#remove(track),
      onError,
    }
  }

  get tracks(): readonly OwnTrack[] {
    return this.#tracks
  }

  async publish(mediaTrack: MediaStreamTrack, options: PublishOptions, owned: boolean): Promise<LocalTrack> {
    const { source, simulcast = source === 'camera', codec, contentHint, muted = false, signal } = options
    const host = this.#host
    const track = new OwnTrack({ host, mediaTrack, source, simulcast, codec, contentHint, muted, owned })
    this.#starting.add(track)
    try {
      await abortable(
        this.#options.again(() => track.start(), signal),
        signal,
      )
    } catch (error) {
      await track.unpublish()
      throw error
    } finally {
      this.#starting.delete(track)
    }
    this.#tracks.push(track)
    this.#options.onSettled()
    this.#options.emit('localTrackPublished', { track })
    return track
  }

  /** The server says whether it forwards the own track of this id. */
  heardMuted(id: string, muted: boolean): void {
    this.#tracks.find((own) => own.id === id)?.heard(muted)
  }

  /** What may not be published any more was ended by the server, and ends here too. */
  permitted(sources: readonly TrackSource[]): void {
    for (const track of [...this.#tracks]) {
      if (sources.includes(track.source)) continue
      track.unpublish().catch((error: unknown) => this.#options.onError(toError(error)))
    }
  }

  /** How large others look at the own tracks: what nobody needs is not sent. */
  demanded(tracks: readonly { readonly track: string; readonly height: number }[]): void {
    for (const { track: id, height } of tracks) {
      const track = this.#tracks.find((own) => own.id === id)
      // It goes on sending all it has, which does no harm.
      track?.demanded(height).catch((error: unknown) => this.#options.onError(toError(error)))
    }
  }

  /** Sends all again over the transports that the room has now. Never rejects. */
  async republish(): Promise<void> {
    await Promise.all(
      this.#tracks.map(async (track) => {
        try {
          await track.start()
          this.#host.onChanged(track)
        } catch (error) {
          // It comes with the next transports.
          if (isDisconnected(error) || (error instanceof Refusal && error.reason === 'media.unavailable')) return
          this.#options.onError(toError(error))
          await track.unpublish().catch((failure: unknown) => this.#options.onError(toError(failure)))
        }
      }),
    )
  }

  /** There is a socket again for the same session: what the lost one may have swallowed is said again. Never rejects. */
  async resume(): Promise<void> {
    await Promise.all(
      this.#tracks.map((track) =>
        track.resume().catch((error: unknown) => isDisconnected(error) || this.#options.onError(toError(error))),
      ),
    )
  }

  /**
   * Ends tracks that the server lists as ours and that are none: published by a call whose answer was lost, and then once
   * more. While a call is under way it may be of that one.
   */
  endStrays(listed: Iterable<string>): void {
    const all = [...this.#tracks, ...this.#starting]
    if (all.some(({ isAnnouncing }) => isAnnouncing)) return
    const known = new Set(all.map(({ id }) => id))
    for (const track of listed) {
      if (known.has(track)) continue
      this.#host.unpublish(track).catch((error: unknown) => {
        // It has ended already, or the next socket finds it.
        if (!(error instanceof Refusal) && !isDisconnected(error)) this.#options.onError(toError(error))
      })
    }
  }

  lost(what: 'transports' | 'membership'): void {
    for (const track of this.#tracks) track.lost(what)
  }

  /** Ends all without waiting for the server, who hears of it by the leaving. */
  end(): void {
    for (const track of [...this.#tracks]) {
      track.lost('membership')
      track.unpublish().catch((error: unknown) => this.#options.onError(toError(error)))
    }
  }

  #onEnded(track: OwnTrack): void {
    this.#options.emit('localTrackEnded', { track })
    // Nobody can bring a screen back that the person stopped sharing.
    if (track.source !== 'screen' && track.source !== 'screenAudio') return
    track.unpublish().catch((error: unknown) => this.#options.onError(toError(error)))
  }

  #remove(track: OwnTrack): void {
    const index = this.#tracks.indexOf(track)
    if (index === -1) return
    this.#tracks.splice(index, 1)
    this.#options.emit('localTrackUnpublished', { track })
  }
}
