// Keeping order in one room: what moderators do to others. Each act is logged with who did what to whom, and counted.

import {
  type Ban,
  type Grants,
  type NotificationParams,
  type Params,
  type Person,
  Refusal,
  type Role,
  type TrackSource,
} from '@parley/protocol'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Facts } from './facts.ts'
import type { Lobby } from './lobby.ts'
import type { Participant } from './participant.ts'
import type { Participants } from './participants.ts'
import type { Presence } from './presence.ts'
import type { Rights } from './rights.ts'
import type { Change, Rules } from './rules.ts'
import { mayActOn, mayDecideOn, type Standing } from './standing.ts'
import type { Tracks } from './tracks.ts'

/** What is counted and logged. */
export type Act =
  | 'lobby.admit'
  | 'lobby.deny'
  | 'participant.mute'
  | 'participant.setPublish'
  | 'participant.remove'
  | 'participant.lowerHand'
  | 'ban.add'
  | 'ban.lift'
  | 'role.set'
  | 'room.create'
  | 'room.update'
  | 'room.delete'

/** Who acts, in the room or not. */
export interface Actor {
  readonly person: Person
  readonly grants: Grants
}

type Told = Omit<NotificationParams<'participant.moderated'>, 'room' | 'by' | 'name'>

export interface ModerationOptions {
  readonly room: string
  readonly rules: Rules
  readonly rights: Rights
  readonly lobby: Lobby
  readonly presence: Presence
  readonly participants: Participants
  readonly tracks: Tracks
  readonly facts: Facts
  readonly remove: (participant: Participant, reason: 'removed' | 'banned') => void
  readonly metrics: Metrics
  readonly log: Log
}

export class Moderation {
  readonly #options: ModerationOptions

  constructor(options: ModerationOptions) {
    this.#options = options
  }

  /** Refusal: session.forbidden, for whoever was a moderator when the room opened and is none now. */
  admit(by: Actor, waiting: readonly string[]): void {
    this.#mustModerate(by)
    for (const person of this.#options.lobby.admit(waiting)) this.#noted('lobby.admit', by, person)
  }

  deny(by: Actor, waiting: readonly string[]): void {
    this.#mustModerate(by)
    for (const person of this.#options.lobby.deny(waiting)) this.#noted('lobby.deny', by, person)
  }

  /** Whoever has left meanwhile is passed over. Refusals: participant.notFound, session.forbidden. */
  async mute(by: Actor, ids: readonly string[], sources: readonly TrackSource[]): Promise<void> {
    const { participants, tracks } = this.#options
    const [first, ...others] = ids.flatMap((id) => participants.get(id) ?? [])
    if (first === undefined) throw new Refusal('participant.notFound')
    const targets = [first, ...others].map(({ id }) => this.#target(by, id))
    const loud = targets.flatMap((target) =>
      [...target.tracks.values()].flatMap((track) =>
        sources.includes(track.source) && !track.muted ? [{ target, track }] : [],
      ),
    )
    for (const { person } of targets) this.#noted('participant.mute', by, person.id, { sources })
    for (const target of new Set(loud.map((one) => one.target))) {
      const silenced = loud.flatMap((one) => (one.target === target ? [one.track.source] : []))
      this.#tell(by, target, { act: 'mute', sources: silenced })
    }
    await Promise.all(loud.map(({ target, track }) => tracks.setMuted(target, track.id, true)))
  }

  /** Refusals: participant.notFound, session.forbidden; for the others too. */
  setPublish(by: Actor, id: string, sources: readonly TrackSource[]): void {
    const target = this.#target(by, id)
    this.#noted('participant.setPublish', by, target.person.id, { sources })
    this.#options.rights.allow(target.person.id, { sources, by: by.person.id })
    for (const one of this.#options.participants.of(target.person.id))
      this.#tell(by, one, { act: 'setPublish', sources: [...one.standing.publish] })
  }

  remove(by: Actor, id: string): void {
    const target = this.#target(by, id)
    this.#noted('participant.remove', by, target.person.id)
    this.#options.lobby.forget(target.person.id)
    this.#tell(by, target, { act: 'remove' })
    this.#options.remove(target, 'removed')
  }

  lowerHand(by: Actor, id: string): void {
    const target = this.#target(by, id)
    this.#noted('participant.lowerHand', by, target.person.id)
    if (target.handRaisedAtMs !== undefined) this.#tell(by, target, { act: 'lowerHand' })
    this.#options.presence.raiseHand(target, false)
  }

  /** Also of somebody who has left a short while ago. Refusals: participant.notFound, session.forbidden, room.lastOwner. */
  async ban(by: Actor, { participant, address, seconds, reason }: Omit<Params<'ban.add'>, 'room'>): Promise<Ban> {
    const { rules, participants, lobby, rights } = this.#options
    const target = participants.lately(participant)
    if (target === undefined) throw new Refusal('participant.notFound')
    if (target.person.id === by.person.id) throw new Refusal('session.forbidden', 'this is you')
    const ban = await rules.ban(
      { person: target.person, address: address ? target.address : undefined, by: by.person.id, seconds, reason },
      (role) => mayDecideOn(this.#standing(by), this.#roleWith(participant, role)),
    )
    this.#noted('ban.add', by, target.person.id, { ban: ban.id, address: ban.address === true, endsAt: ban.endsAt })
    rights.personChanged(target.person.id)
    lobby.denyAll(target.person.id)
    lobby.forget(target.person.id)
    for (const one of [...participants]) {
      const isMeant = one.person.id === target.person.id || rules.isBanned(one.person.id, one.address)
      // Who bans an address may come from it too; nobody else loses a place for which they were given a role.
      if (
        isMeant &&
        one.person.id !== by.person.id &&
        (one.standing.role === 'guest' || one.person.id === target.person.id)
      ) {
        this.#tell(by, one, {
          act: 'ban',
          ...(ban.reason === undefined ? {} : { reason: ban.reason }),
          ...(ban.endsAt === undefined ? {} : { endsAt: ban.endsAt }),
        })
        this.#options.remove(one, 'banned')
      }
    }
    return ban
  }

  async lift(by: Actor, ban: string): Promise<void> {
    const known = this.#options.rules.bans.find(({ id }) => id === ban)
    await this.#options.rules.lift(ban, () => this.#standing(by).moderates)
    this.#noted('ban.lift', by, known?.person, { ban })
  }

  /** Refusals: session.forbidden, room.lastOwner, session.quota. */
  async setRole(by: Actor, person: string, role: Role): Promise<void> {
    const { rules, rights, participants, lobby } = this.#options
    const name = participants.of(person)[0]?.name ?? ''
    // Who was a moderator when they asked may have been demoted before it is their turn.
    const may = (before: Role) => [before, role].every((each) => mayDecideOn(this.#standing(by), each))
    await rules.setRole({ person, name, role }, may)
    this.#noted('role.set', by, person, { role })
    rights.personChanged(person)
    for (const one of participants.of(person)) this.#tell(by, one, { act: 'setRole', role: one.standing.role })
    if (role !== 'guest') lobby.admitAll(person)
  }

  /** What is changed holds at once for those who are here. Refusals: session.forbidden, session.tooFast, room.closed. */
  async update(by: Actor, change: Change): Promise<void> {
    const { rules, rights, lobby, facts } = this.#options
    const before = rules.settings
    await rules.change(change, () => this.#standing(by).moderates)
    const { settings, hasPassword } = rules
    this.#noted('room.update', by, undefined, {
      settings: change.settings,
      passwordChanged: change.password !== undefined,
    })
    facts.tell('room.changed', { settings, hasPassword })
    rights.settingsChanged({ anew: before.moderated !== settings.moderated })
    if (!settings.lobby) lobby.admitAll()
  }

  #mustModerate(by: Actor): void {
    if (!this.#standing(by).moderates) throw new Refusal('session.forbidden')
  }

  #standing({ person, grants }: Actor): Standing {
    return this.#options.rights.standingOf(person.id, grants)
  }

  /** Somebody who is here and on whom this one may act. */
  #target(by: Actor, id: string): Participant {
    const target = this.#options.participants.get(id)
    if (target === undefined) throw new Refusal('participant.notFound')
    const isSelf = target.person.id === by.person.id
    if (!isSelf && !mayActOn(this.#standing(by), target.standing.role)) throw new Refusal('session.forbidden')
    return target
  }

  /** A token may make more of somebody than the stored role. */
  #roleWith(participant: string, stored: Role): Role {
    return this.#options.participants.get(participant)?.standing.role ?? stored
  }

  /** Whoever is concerned learns who did it; nobody needs to be told what they did to themselves. */
  #tell({ person }: Actor, target: Participant, told: Pick<Told, 'act'> & Partial<Told>): void {
    if (target.person.id === person.id) return
    const { room, participants } = this.#options
    const name = participants.of(person.id)[0]?.name ?? person.name
    target.hear({ method: 'participant.moderated', params: { room, by: person.id, name, ...told } })
  }

  #noted(act: Act, { person }: Actor, whom: string | undefined, facts: Readonly<Record<string, unknown>> = {}): void {
    this.#options.metrics.moderation.inc({ act })
    this.#options.log.info('moderation', { act, by: person.id, ...(whom === undefined ? {} : { whom }), ...facts })
  }
}
