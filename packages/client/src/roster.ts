// Who is in a room and what they publish, kept by facts and snapshots; tells what changed.

/// <reference lib="dom" />

import type { LeaveReason, Track, TrackSource, Participant as WireParticipant } from '@parley/protocol'
import type { Participant, RemoteTrack, RoomEvents } from './api.ts'
import { isChanged, trackDifference } from './merge.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type LiveTrack = Mutable<RemoteTrack>
/** What is known of oneself before the list has come so far. */
type SelfIdentity = Pick<Participant, 'id' | 'person' | 'name' | 'role'> & { readonly publish: TrackSource[] }

interface LiveParticipant extends Omit<Mutable<Participant>, 'tracks'> {
  tracks: Map<string, LiveTrack>
}

type RosterEvent =
  | 'participantJoined'
  | 'participantLeft'
  | 'participantChanged'
  | 'trackPublished'
  | 'trackUnpublished'
  | 'trackChanged'
  | 'subscribed'
  | 'unsubscribed'
  | 'qualityChanged'

type WirePresence = Omit<WireParticipant, 'tracks'>
type Presence = Pick<Participant, 'name' | 'joinedAt' | 'role' | 'publish' | 'handRaisedAt' | 'reconnecting'>

interface RosterOptions {
  readonly emit: <E extends RosterEvent>(event: E, value: RoomEvents[E]) => void
}

export class Roster {
  readonly #emit: RosterOptions['emit']
  readonly #participants = new Map<string, LiveParticipant>()
  readonly #tracks = new Map<string, LiveTrack>()
  /** Media that came before the news of its track, by track id. */
  readonly #early = new Map<string, MediaStreamTrack>()
  /** Ids that were ours before a reconnect: the server may take a while to see that they are gone. */
  readonly #formerSelves = new Set<string>()
  /** Known from before a reconnect and not yet seen in the new snapshot. */
  #unconfirmed = new Set<string>()
  #self: LiveParticipant | undefined
  /** Of the snapshot, while the list is not complete. */
  #announcedCount: number | undefined

  constructor({ emit }: RosterOptions) {
    this.#emit = emit
  }

  get participants(): ReadonlyMap<string, Participant> {
    return this.#participants
  }

  get count(): number {
    return Math.max(this.#announcedCount ?? 0, this.#participants.size)
  }

  get self(): Participant | undefined {
    return this.#self
  }

  track(id: string): RemoteTrack | undefined {
    return this.#tracks.get(id)
  }

  /** Begins with a snapshot's first page. What is not in it is kept until `complete` says that all pages were read. */
  begin(self: SelfIdentity, participants: readonly WireParticipant[], count: number): void {
    this.#announcedCount = count
    if (this.#self) this.#renameSelf(this.#self, self.id)
    this.#unconfirmed = new Set(this.#participants.keys())
    if (!this.#self) {
      // Who joins a large room is not on the first page; the time is then put right when its page is read.
      const joinedAt = participants.at(-1)?.joinedAt ?? ''
      const rest = { kind: 'session', reconnecting: false } as const
      const wire = participants.find(({ id }) => id === self.id) ?? {
        ...self,
        ...rest,
        joinedAt,
        tracks: [],
      }
      this.#self = this.#add(wire, true)
    }
    this.upsert(participants)
  }

  complete(): void {
    this.#announcedCount = undefined
    for (const id of this.#unconfirmed) this.#remove(id, 'disconnected')
    this.#unconfirmed.clear()
  }

  /** A page of the list: says nothing about the number of participants. */
  upsert(participants: readonly WireParticipant[]): void {
    for (const wire of participants) {
      if (this.#formerSelves.has(wire.id)) continue
      this.#unconfirmed.delete(wire.id)
      const known = this.#participants.get(wire.id)
      if (known) this.#update(known, wire)
      else this.#add(wire)
    }
  }

  joined(participants: readonly WireParticipant[]): void {
    if (this.#announcedCount !== undefined) {
      this.#announcedCount += participants.filter(({ id }) => !this.#participants.has(id)).length
    }
    this.upsert(participants)
  }

  left(participants: readonly { readonly id: string; readonly reason: LeaveReason }[]): void {
    if (this.#announcedCount !== undefined) this.#announcedCount -= participants.length
    for (const { id, reason } of participants) {
      this.#formerSelves.delete(id)
      this.#unconfirmed.delete(id)
      this.#remove(id, reason)
    }
  }

  participantsChanged(participants: readonly WirePresence[]): void {
    for (const wire of participants) {
      const participant = this.#participants.get(wire.id)
      if (participant) this.#change(participant, wire)
    }
  }

  published(participantId: string, track: Track): void {
    const participant = this.#participants.get(participantId)
    if (!participant) return
    if (this.#tracks.has(track.id)) this.changed(participantId, track)
    else this.#addTrack(participant, track)
  }

  changed(participantId: string, { id, muted, width, height }: Track): void {
    const track = this.#participants.get(participantId)?.tracks.get(id)
    if (!track || !isChanged(track, { muted, width, height })) return
    Object.assign(track, { muted, width, height })
    this.#emit('trackChanged', { track, participant: track.participant })
  }

  unpublished(trackId: string): void {
    const track = this.#tracks.get(trackId)
    if (track) this.#removeTrack(track)
  }

  rated(participants: readonly { readonly id: string; readonly score: number }[]): void {
    for (const { id, score: quality } of participants) {
      const participant = this.#participants.get(id)
      if (!participant || participant.quality === quality) continue
      participant.quality = quality
      this.#emit('qualityChanged', { participant, quality })
    }
  }

  /** Gives a track its media; a track that is not known yet gets it when it is published. */
  subscribed(trackId: string, mediaTrack: MediaStreamTrack): void {
    const track = this.#tracks.get(trackId)
    if (!track) {
      this.#early.set(trackId, mediaTrack)
      return
    }
    track.mediaTrack = mediaTrack
    this.#emit('subscribed', { track, participant: track.participant, mediaTrack })
  }

  unsubscribed(trackId: string): void {
    this.#early.delete(trackId)
    const track = this.#tracks.get(trackId)
    if (!track?.mediaTrack) return
    track.mediaTrack = undefined
    this.#emit('unsubscribed', { track, participant: track.participant })
  }

  #renameSelf(self: LiveParticipant, id: string): void {
    if (self.id === id) return
    for (const track of [...self.tracks.values()]) this.#removeTrack(track)
    this.#formerSelves.add(self.id)
    this.#participants.delete(self.id)
    self.id = id
    this.#participants.set(id, self)
  }

  #add(wire: WireParticipant, isSelf = false): LiveParticipant {
    const { id, person, kind } = wire
    const participant: LiveParticipant = {
      id,
      person,
      kind,
      ...presenceOf(wire),
      isSelf,
      quality: undefined,
      tracks: new Map(),
    }
    this.#participants.set(id, participant)
    this.#emit('participantJoined', { participant })
    for (const track of wire.tracks) this.#addTrack(participant, track)
    return participant
  }

  #update(participant: LiveParticipant, wire: WireParticipant): void {
    this.#change(participant, wire)
    const { tracks } = wire
    const { published, changed, unpublished } = trackDifference(participant.tracks, tracks)
    for (const id of unpublished) this.unpublished(id)
    for (const track of changed) this.changed(participant.id, track)
    for (const track of published) this.#addTrack(participant, track)
  }

  #change(participant: LiveParticipant, wire: WirePresence): void {
    const presence = presenceOf(wire)
    const isNews = presenceDiffers(participant, presence)
    Object.assign(participant, presence)
    if (isNews) this.#emit('participantChanged', { participant })
  }

  #remove(id: string, reason: LeaveReason): void {
    const participant = this.#participants.get(id)
    if (!participant || participant === this.#self) return
    for (const track of [...participant.tracks.values()]) this.#removeTrack(track)
    this.#participants.delete(id)
    this.#emit('participantLeft', { participant, reason })
  }

  #addTrack(participant: LiveParticipant, wire: Track): void {
    const { id, width, height } = wire
    const track: LiveTrack = { ...wire, width, height, participant, mediaTrack: undefined }
    participant.tracks.set(id, track)
    this.#tracks.set(id, track)
    this.#emit('trackPublished', { track, participant })
    const mediaTrack = this.#early.get(id)
    this.#early.delete(id)
    if (mediaTrack) this.subscribed(id, mediaTrack)
  }

  #removeTrack(track: LiveTrack): void {
    this.unsubscribed(track.id)
    this.#participants.get(track.participant.id)?.tracks.delete(track.id)
    this.#tracks.delete(track.id)
    this.#emit('trackUnpublished', { track, participant: track.participant })
  }
}

function presenceOf({ name, joinedAt, role, publish, handRaisedAt, reconnecting }: WirePresence): Presence {
  const hand = handRaisedAt === undefined ? undefined : new Date(handRaisedAt)
  return { name, joinedAt: new Date(joinedAt), role, publish, handRaisedAt: hand, reconnecting }
}

/** Whether somebody who looks at a participant sees a difference; when it joined is put right in silence. */
function presenceDiffers(before: Presence, now: Presence): boolean {
  return (
    before.name !== now.name ||
    before.role !== now.role ||
    before.reconnecting !== now.reconnecting ||
    before.handRaisedAt?.getTime() !== now.handRaisedAt?.getTime() ||
    before.publish.join() !== now.publish.join()
  )
}
