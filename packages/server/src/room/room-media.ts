// The media of one room: its forwarding, its tracks, and what participants are told of them.

import type { Log } from '../log/log.ts'
import type { Media } from '../media/media.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Facts } from './facts.ts'
import { Forwarding, type ForwardingEvents } from './forwarding.ts'
import type { Participants } from './participants.ts'
import { Tracks } from './tracks.ts'

export interface RoomMediaOptions {
  readonly room: string
  readonly facts: Facts
  readonly participants: Participants
  readonly media: Media
  readonly metrics: Metrics
  readonly log: Log
  readonly limits: { readonly tracks: number; readonly republishMs: number }
  readonly now: () => number
  readonly newId: () => string
}

export class RoomMedia {
  readonly forwarding: Forwarding
  readonly tracks: Tracks
  readonly #options: RoomMediaOptions

  constructor(options: RoomMediaOptions) {
    this.#options = options
    const { media, metrics, log, now, facts, limits, newId } = options
    this.forwarding = new Forwarding({ media, metrics, log, now, events: this.#events() })
    this.tracks = new Tracks({
      facts,
      forwarding: this.forwarding,
      metrics,
      limit: limits.tracks,
      republishMs: limits.republishMs,
      newId,
    })
  }

  async close(): Promise<void> {
    await this.forwarding.close()
  }

  #events(): ForwardingEvents {
    const { room, participants } = this.#options
    return {
      moved: (mediaEpoch) => this.#moved(mediaEpoch),
      offered: (participant, media) =>
        participants.tell(participant, { method: 'media.opened', params: { room, media } }),
      subscriptionsOpened: (participant, mediaEpoch, subscriptions) =>
        participants.tell(participant, { method: 'subscription.opened', params: { room, mediaEpoch, subscriptions } }),
      subscriptionsClosed: (participant, subscriptions) =>
        participants.tell(participant, { method: 'subscription.closed', params: { room, subscriptions } }),
      layersChanged: (participant, subscription, spatialLayer) =>
        participants.tell(participant, {
          method: 'subscription.layersChanged',
          params: { room, subscription, spatialLayer },
        }),
      speaking: (levels) => this.#tellSpeaking(levels),
    }
  }

  #moved(mediaEpoch: number): void {
    this.#options.facts.tell('room.topologyChanged', { topology: 'sfu', mediaEpoch, reason: 'workerDied' })
    this.tracks.mediaMoved()
  }

  #tellSpeaking(levels: readonly { readonly track: string; readonly level: number }[]): void {
    const { room, participants } = this.#options
    const speakers = levels.flatMap(({ track, level }) => {
      const owner = this.tracks.ownerOf(track)
      const source = owner?.tracks.get(track)?.source
      return owner === undefined || source === undefined ? [] : [{ participant: owner.id, source, level }]
    })
    participants.tellAll({ method: 'room.speaking', params: { room, speakers } })
  }
}
