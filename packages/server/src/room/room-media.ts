// The media of one room: its forwarding, its tracks, its data channels, and what participants are told of them.

import type { Log } from '../log/log.ts'
import type { Media } from '../media/media.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { DataChannels } from './data-channels.ts'
import type { Facts } from './facts.ts'
import { Forwarding, type ForwardingEvents } from './forwarding.ts'
import type { Participants } from './participants.ts'
import type { Rated } from './topology/quality.ts'
import type { Loudness } from './topology/stage.ts'
import { Tracks } from './tracks.ts'

export interface MediaLimits {
  /** Tracks that one participant may publish. */
  readonly tracks: number
  readonly republishMs: number
  /** Audio tracks up to which all are heard, and how many of the loudest beyond that. */
  readonly loudestAbove: number
  readonly loudest: number
  /** What one participant may send over data channels. */
  readonly dataMessagesPerSecond: number
  readonly dataBytesPerSecond: number
}

export interface RoomMediaOptions {
  readonly room: string
  readonly facts: Facts
  readonly participants: Participants
  readonly media: Media
  readonly metrics: Metrics
  readonly log: Log
  readonly limits: MediaLimits
  readonly now: () => number
  readonly newId: () => string
}

export class RoomMedia {
  readonly forwarding: Forwarding
  readonly tracks: Tracks
  readonly data: DataChannels
  readonly #options: RoomMediaOptions

  constructor(options: RoomMediaOptions) {
    this.#options = options
    const { media, metrics, log, now, facts, limits, newId } = options
    const stage = { everybodyUpTo: limits.loudestAbove, places: limits.loudest }
    this.forwarding = new Forwarding({ media, metrics, log, now, stage, events: this.#events() })
    this.tracks = new Tracks({
      facts,
      forwarding: this.forwarding,
      metrics,
      limit: limits.tracks,
      republishMs: limits.republishMs,
      newId,
    })
    const { dataMessagesPerSecond: messagesPerSecond, dataBytesPerSecond: bytesPerSecond } = limits
    this.data = new DataChannels({
      room: options.room,
      participants: options.participants,
      openChannel: (participant, channel) => this.forwarding.openDataChannel(participant, channel),
      send: (message) => this.forwarding.sendData(message),
      rate: { messagesPerSecond, bytesPerSecond },
      metrics,
      log,
      now,
    })
  }

  close(): void {
    this.forwarding.close()
  }

  #events(): ForwardingEvents {
    const { room, participants } = this.#options
    return {
      moved: (mediaEpoch) => this.#moved(mediaEpoch),
      movedInPart: () => this.tracks.mediaMoved(),
      offered: (participant, media) =>
        participants.tell(participant, { method: 'media.opened', params: { room, media } }),
      subscriptionsOpened: (participant, mediaEpoch, subscriptions) =>
        participants.tell(participant, { method: 'subscription.opened', params: { room, mediaEpoch, subscriptions } }),
      subscriptionsClosed: (participant, subscriptions) =>
        participants.tell(participant, { method: 'subscription.closed', params: { room, subscriptions } }),
      layersChanged: (participant, subscription, layers) =>
        participants.tell(participant, {
          method: 'subscription.layersChanged',
          params: { room, subscription, ...layers },
        }),
      speaking: (loudest) => this.#tellSpeaking(loudest),
      demanded: (publisher, tracks) =>
        participants.tell(publisher, { method: 'track.demanded', params: { room, tracks: [...tracks] } }),
      quality: (rated, to) => this.#tellQuality(rated, to),
    }
  }

  #moved(mediaEpoch: number): void {
    this.#options.facts.tell('room.topologyChanged', { topology: 'sfu', mediaEpoch, reason: 'workerDied' })
    this.tracks.mediaMoved()
  }

  #tellQuality(rated: readonly Rated[], to: string | undefined): void {
    const { room, participants } = this.#options
    const scores = rated.map(({ participant: id, score }) => ({ id, score }))
    const notification = { method: 'room.quality', params: { room, participants: scores } } as const
    if (to === undefined) participants.tellAll(notification)
    else participants.tell(to, notification)
  }

  #tellSpeaking(loudest: readonly Loudness[]): void {
    const { room, participants } = this.#options
    const speakers = loudest.flatMap(({ track, level }) => {
      const owner = this.tracks.ownerOf(track)
      const source = owner?.tracks.get(track)?.source
      return owner === undefined || source === undefined ? [] : [{ participant: owner.id, source, level }]
    })
    participants.tellAll({ method: 'room.speaking', params: { room, speakers } })
  }
}
