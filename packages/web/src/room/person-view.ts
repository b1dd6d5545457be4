// What a tile needs to know of a participant.

import type { Participant, RemoteTrack, Role, TrackSource } from '@parley/client'

interface VideoView {
  readonly trackId: string
  /** Undefined until it is subscribed. */
  readonly media: MediaStreamTrack | undefined
}

export interface PersonView {
  readonly id: string
  /** Id of the person, who may be here on several devices. */
  readonly person: string
  readonly name: string
  readonly isSelf: boolean
  readonly role: Role
  /** What they may publish here now. */
  readonly publish: readonly TrackSource[]
  /** ms since 1970; undefined: the hand is down. */
  readonly handRaisedAtMs: number | undefined
  /** Undefined where nothing is shown: no camera, or it is off. */
  readonly camera: VideoView | undefined
  readonly screen: VideoView | undefined
  readonly microphone: MediaStreamTrack | undefined
  readonly screenAudio: MediaStreamTrack | undefined
  /** No microphone, or it is off. */
  readonly silent: boolean
  /** Its connection is lost; it is expected back. */
  readonly reconnecting: boolean
}

/** A view of the participant as it is now; `before` itself where nothing has changed. */
export function viewOfPerson(participant: Participant, before: PersonView | undefined): PersonView {
  const bySource = new Map<TrackSource, RemoteTrack>()
  for (const track of participant.tracks.values()) bySource.set(track.source, track)
  const microphone = bySource.get('microphone')
  const view: PersonView = {
    id: participant.id,
    person: participant.person,
    name: participant.name,
    isSelf: participant.isSelf,
    role: participant.role,
    publish: sourcesOf(participant, before?.publish),
    handRaisedAtMs: participant.handRaisedAt?.getTime(),
    camera: videoOf(bySource.get('camera'), before?.camera),
    screen: videoOf(bySource.get('screen'), before?.screen),
    microphone: microphone?.mediaTrack,
    screenAudio: bySource.get('screenAudio')?.mediaTrack,
    silent: microphone === undefined || microphone.muted,
    reconnecting: participant.reconnecting,
  }
  return before && same(view, before) ? before : view
}

/** The same list as before where the same is in it. */
function sourcesOf({ publish }: Participant, before: readonly TrackSource[] = []): readonly TrackSource[] {
  return publish.join() === before.join() ? before : publish
}

function videoOf(track: RemoteTrack | undefined, before: VideoView | undefined): VideoView | undefined {
  if (!track || track.muted) return undefined
  const view: VideoView = { trackId: track.id, media: track.mediaTrack }
  return before && same(view, before) ? before : view
}

function same<T extends object>(a: T, b: T): boolean {
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return left.every(([key, value]) => right.get(key) === value)
}
