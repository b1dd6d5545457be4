// What the participants of one room may do: worked out anew when their grants, their role or the settings change.

import type { Grants, TrackSource } from '@parley/protocol'
import type { Facts } from './facts.ts'
import type { Forwarding } from './forwarding.ts'
import type { Participant } from './participant.ts'
import type { Participants } from './participants.ts'
import type { Rules } from './rules.ts'
import { type Circumstances, type Standing, standingIn } from './standing.ts'
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

export class Rights {
  readonly #options: RightsOptions

  constructor(options: RightsOptions) {
    this.#options = options
  }

  standingOf(person: string, grants: Grants): Standing {
    return standingIn(this.#circumstances(person, grants, undefined))
  }

  /** Of a new token. */
  grant(participant: Participant, grants: Grants): void {
    participant.grants = grants
    this.#settle(participant)
  }

  /** What a moderator says; undefined: what is usual here. */
  allow(participant: Participant, sources: readonly TrackSource[] | undefined): void {
    participant.allowed = sources
    this.#settle(participant)
  }

  personChanged(person: string): void {
    for (const participant of this.#options.participants.of(person)) this.#settle(participant)
  }

  /** `anew`: what moderators have said about single participants holds no longer. */
  settingsChanged({ anew }: { anew: boolean }): void {
    for (const participant of this.#options.participants) {
      if (anew) participant.allowed = undefined
      this.#settle(participant)
    }
  }

  #settle(participant: Participant): void {
    if (participant.gone) return
    const { facts, tracks, forwarding, promoted } = this.#options
    const before = participant.standing
    const { person, grants, allowed } = participant
    const now = standingIn(this.#circumstances(person.id, grants, allowed))
    participant.standing = now
    for (const { id, source } of [...participant.tracks.values()]) {
      if (!now.publish.includes(source)) tracks.unpublish(participant, id)
    }
    forwarding.permit(participant.id, now.subscribe)
    if (before.role !== now.role || !sameSources(before.publish, now.publish)) facts.changed(participant.presence)
    if (now.moderates && !before.moderates) promoted(participant)
  }

  #circumstances(person: string, grants: Grants, allowed: readonly TrackSource[] | undefined): Circumstances {
    const { room, rules } = this.#options
    return { room, grants, given: rules.roleOf(person), settings: rules.settings, allowed }
  }
}

function sameSources(a: readonly TrackSource[], b: readonly TrackSource[]): boolean {
  return a.length === b.length && a.every((source) => b.includes(source))
}
