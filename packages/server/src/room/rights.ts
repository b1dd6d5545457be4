// What the participants of one room may do: worked out anew when their grants, their role or the settings change.

import type { Grants, TrackSource } from '@parley/protocol'
import type { Facts } from './facts.ts'
import type { Forwarding } from './forwarding.ts'
import type { Participant } from './participant.ts'
import type { Participants } from './participants.ts'
import type { Rules } from './rules.ts'
import { type Circumstances, moderates, roleIn, type Standing, standingIn } from './standing.ts'
import type { Tracks } from './tracks.ts'

export interface RightsOptions {
  readonly room: string
  readonly rules: Rules
  readonly participants: Participants
  readonly facts: Facts
  readonly tracks: Tracks
  readonly forwarding: Forwarding
  /** Somebody moderates from now on. */
  readonly promoted: (participant: Participant) => void
}

/** What a moderator says of a person. */
interface Said {
  readonly sources: readonly TrackSource[]
  /** Id of the person who says it. */
  readonly by: string
}

/** More persons of whom something was said are not remembered; the earliest are forgotten. */
const mostRemembered = 10_000

export class Rights {
  readonly #options: RightsOptions
  /** By person, for as long as the room is open: who leaves and comes again is the same. */
  readonly #said = new Map<string, Said>()

  constructor(options: RightsOptions) {
    this.#options = options
  }

  standingOf(person: string, grants: Grants): Standing {
    return standingIn(this.#circumstances(person, grants))
  }

  /** Of a new token. */
  grant(participant: Participant, grants: Grants): void {
    participant.grants = grants
    this.#settle(participant)
  }

  /** What a moderator lets a person publish, in all their sessions. */
  allow(person: string, said: Said): void {
    this.#said.delete(person)
    this.#said.set(person, said)
    const [earliest] = this.#said.keys()
    if (this.#said.size > mostRemembered && earliest !== undefined) this.#said.delete(earliest)
    this.personChanged(person)
  }

  personChanged(person: string): void {
    for (const participant of this.#options.participants.of(person)) this.#settle(participant)
  }

  /** `anew`: what moderators have said about single persons holds no longer. */
  settingsChanged({ anew }: { anew: boolean }): void {
    if (anew) this.#said.clear()
    for (const participant of this.#options.participants) this.#settle(participant)
  }

  #settle(participant: Participant): void {
    if (participant.gone) return
    const { facts, tracks, forwarding, promoted } = this.#options
    const before = participant.standing
    const now = this.standingOf(participant.person.id, participant.grants)
    participant.standing = now
    for (const { id, source } of [...participant.tracks.values()]) {
      if (!now.publish.includes(source)) tracks.unpublish(participant, id)
    }
    forwarding.permit(participant.id, now.subscribe)
    if (before.role !== now.role || !sameSources(before.publish, now.publish)) facts.changed(participant.presence)
    if (now.moderates && !before.moderates) promoted(participant)
  }

  #circumstances(person: string, grants: Grants): Circumstances {
    const { room, rules } = this.#options
    const who = { room, grants, given: rules.roleOf(person), banned: rules.isBannedByName(person) }
    const said = this.#said.get(person)
    // What moderators have given to themselves is theirs as long as they are moderators.
    const holds = said !== undefined && (said.by !== person || moderates(roleIn(who)))
    return { ...who, settings: rules.settings, allowed: holds ? said.sources : undefined }
  }
}

function sameSources(a: readonly TrackSource[], b: readonly TrackSource[]): boolean {
  return a.length === b.length && a.every((source) => b.includes(source))
}
