// What the participants of a room publish: from the call to the forwarding and to the others' ears.

import { type Params, Refusal, type Track } from '@parley/protocol'
import type { Metrics } from '../metrics/metrics.ts'
import type { Facts } from './facts.ts'
import type { Forwarding } from './forwarding.ts'
import type { Participant } from './participant.ts'
import { refusalToPublish } from './standing.ts'

export interface TracksOptions {
  readonly facts: Facts
  readonly forwarding: Forwarding
  readonly metrics: Metrics
  /** Tracks that one participant may publish. */
  readonly limit: number
  /** How long a track waits to be published again after media moved. */
  readonly republishMs: number
  readonly newId: () => string
}

export class Tracks {
  readonly #options: TracksOptions
  readonly #owners = new Map<string, Participant>()
  #republish: NodeJS.Timeout | undefined

  constructor(options: TracksOptions) {
    this.#options = options
  }

  /**
   * A new track, or an earlier one over new transports. Refusals: session.forbidden, room.moderated, room.audioOnly,
   * track.notFound, track.unsupported, session.quota, media.unavailable.
   */
  async publish(participant: Participant, request: Params<'track.publish'>): Promise<{ track: string }> {
    const { forwarding, facts, metrics } = this.#options
    const refusal = refusalToPublish(participant.standing, request.source)
    if (refusal !== undefined) throw refusal
    const earlier = request.track === undefined ? undefined : this.#own(participant, request.track)
    const track = this.#describe(participant, request, earlier)
    // Counted before the await, so that the limit holds for calls in flight too; listed only once it flows.
    participant.publishing += 1
    try {
      const { rtpParameters, height } = request
      const { id, kind, muted } = track
      await forwarding.publish(participant.id, {
        track: id,
        kind,
        rtpParameters,
        muted,
        ...(height === undefined ? {} : { height }),
      })
    } finally {
      participant.publishing -= 1
    }
    const before = earlier === undefined ? undefined : participant.tracks.get(earlier.id)
    const withdrawn = refusalToPublish(participant.standing, track.source)
    if (participant.gone || withdrawn !== undefined || (earlier !== undefined && before === undefined)) {
      forwarding.unpublish(track.id)
      throw withdrawn ?? new Refusal('track.notFound')
    }
    if (before === undefined) {
      participant.tracks.set(track.id, track)
      this.#owners.set(track.id, participant)
      metrics.tracks.inc({ kind: track.kind })
      facts.tell('track.published', { participant: participant.id, track })
    } else await this.#carryOn(participant, before, track, earlier?.muted !== before.muted)
    return { track: track.id }
  }

  /** A track that is published again; whoever muted it in the meantime has the last word. */
  async #carryOn(participant: Participant, before: Track, again: Track, mutedMeanwhile: boolean): Promise<void> {
    const track = mutedMeanwhile ? { ...again, muted: before.muted } : again
    participant.tracks.set(track.id, track)
    if (!sameTrack(before, track)) this.#options.facts.tell('track.changed', { participant: participant.id, track })
    if (track.muted !== again.muted) await this.#options.forwarding.setMuted(track.id, track.muted)
  }

  async setMuted(participant: Participant, id: string, muted: boolean): Promise<void> {
    const track = this.#own(participant, id)
    if (track.muted === muted) return
    const changed = { ...track, muted }
    participant.tracks.set(id, changed)
    this.#options.facts.tell('track.changed', { participant: participant.id, track: changed })
    await this.#options.forwarding.setMuted(id, muted)
  }

  unpublish(participant: Participant, id: string): void {
    const { kind } = this.#own(participant, id)
    participant.tracks.delete(id)
    this.#forget(id, kind)
    this.#options.forwarding.unpublish(id)
    this.#options.facts.tell('track.unpublished', { participant: participant.id, track: id })
  }

  /** A participant that has left takes its tracks along; that it left says so already. */
  ended(participant: Participant): void {
    for (const { id, kind } of participant.tracks.values()) this.#forget(id, kind)
  }

  /** All tracks wait to be published again; those that are not, end. */
  mediaMoved(): void {
    const waiting = new Map(this.#owners)
    clearTimeout(this.#republish)
    this.#republish = setTimeout(() => {
      for (const [id, owner] of waiting) {
        if (this.#owners.get(id) === owner && !this.#options.forwarding.flows(id)) this.unpublish(owner, id)
      }
    }, this.#options.republishMs)
  }

  ownerOf(track: string): Participant | undefined {
    return this.#owners.get(track)
  }

  close(): void {
    clearTimeout(this.#republish)
    for (const owner of new Set(this.#owners.values())) this.ended(owner)
  }

  #describe(participant: Participant, request: Params<'track.publish'>, earlier: Track | undefined): Track {
    if (earlier === undefined && participant.tracks.size + participant.publishing >= this.#options.limit)
      throw new Refusal('session.quota', 'tracks')
    const { kind, source, width, height, muted = earlier?.muted ?? false, encryption = 'none' } = request
    if (earlier !== undefined && (earlier.kind !== kind || earlier.source !== source)) {
      throw new Refusal('track.unsupported', 'a track keeps its kind and its source')
    }
    return {
      id: earlier?.id ?? this.#options.newId(),
      kind,
      source,
      muted,
      encryption,
      ...(width === undefined ? {} : { width }),
      ...(height === undefined ? {} : { height }),
    }
  }

  #own(participant: Participant, id: string): Track {
    const track = participant.tracks.get(id)
    if (track === undefined) throw new Refusal('track.notFound')
    return track
  }

  #forget(id: string, kind: Track['kind']): void {
    if (this.#owners.delete(id)) this.#options.metrics.tracks.dec({ kind })
  }
}

function sameTrack(a: Track, b: Track): boolean {
  return a.muted === b.muted && a.encryption === b.encryption && a.width === b.width && a.height === b.height
}
