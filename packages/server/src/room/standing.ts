// What somebody is and may do in a room: from what they are granted, the role they were given and how the room is set. Pure.

import {
  type Grants,
  Refusal,
  type RefusalReason,
  type Role,
  type RoomSettings,
  type TrackSource,
} from '@parley/protocol'

export interface Circumstances {
  readonly room: string
  readonly grants: Grants
  /** The role that is stored for this person in the room. */
  readonly given: Role | undefined
  /** A ban names this person. */
  readonly banned: boolean
  readonly settings: Pick<RoomSettings, 'moderated' | 'audioOnly'>
  /** What a moderator has allowed this person to publish; undefined: nobody has said anything. */
  readonly allowed: readonly TrackSource[] | undefined
}

export interface Standing {
  readonly role: Role
  readonly moderates: boolean
  readonly owns: boolean
  readonly publish: readonly TrackSource[]
  /** Why not, of all other sources. */
  readonly withheld: ReadonlyMap<TrackSource, RefusalReason>
  readonly subscribe: boolean
}

const sources: readonly TrackSource[] = ['camera', 'microphone', 'screen', 'screenAudio']
const videoSources: readonly TrackSource[] = ['camera', 'screen']

/** A stored role only says who somebody is here; what may be sent and received is never more than the grants. */
export function standingIn(circumstances: Circumstances): Standing {
  const { grants } = circumstances
  const role = roleIn(circumstances)
  const withheld = new Map(
    sources.flatMap((source) => {
      const reason = whyNotPublish(circumstances, source)
      return reason === undefined ? [] : [[source, reason] as const]
    }),
  )
  const publish = sources.filter((source) => !withheld.has(source))
  return { role, moderates: moderates(role), owns: role === 'owner', publish, withheld, subscribe: grants.subscribe }
}

/** Who runs the server owns every room; whoever is banned is nobody there; whose token moderates is a moderator at least. */
export function roleIn({
  room,
  grants,
  given = 'guest',
  banned,
}: Pick<Circumstances, 'room' | 'grants' | 'given' | 'banned'>): Role {
  if (grants.admin) return 'owner'
  if (banned) return 'guest'
  const namesRoom = grants.room === null || grants.room === room
  return grants.moderate && namesRoom && given !== 'owner' ? 'moderator' : given
}

/** guest, member, moderator, owner: 0 to 3. */
export function rankOf(role: Role = 'guest'): number {
  return { guest: 0, member: 1, moderator: 2, owner: 3 }[role]
}

export function moderates(role: Role): boolean {
  return role === 'owner' || role === 'moderator'
}

/** Why this may not be published now. */
export function whyNotPublish(circumstances: Circumstances, source: TrackSource): RefusalReason | undefined {
  const { grants, settings, allowed } = circumstances
  if (!grants.publish.includes(source)) return 'session.forbidden'
  if (settings.audioOnly && videoSources.includes(source)) return 'room.audioOnly'
  if (allowed !== undefined) return allowed.includes(source) ? undefined : 'room.moderated'
  return settings.moderated && !moderates(roleIn(circumstances)) ? 'room.moderated' : undefined
}

export function refusalToPublish({ withheld }: Pick<Standing, 'withheld'>, source: TrackSource): Refusal | undefined {
  const reason = withheld.get(source)
  return reason && new Refusal(reason, reason === 'session.forbidden' ? source : undefined)
}

/** Whether a moderator or owner may do something to somebody of this role. */
export function mayActOn(by: Pick<Standing, 'moderates' | 'owns'>, role: Role): boolean {
  return by.owns || (by.moderates && role !== 'owner')
}

/** Whether they may give or take such a role, or keep somebody of that role out: moderators only among members and guests. */
export function mayDecideOn(by: Pick<Standing, 'moderates' | 'owns'>, role: Role): boolean {
  return by.owns || (by.moderates && !moderates(role))
}
