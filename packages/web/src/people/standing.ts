// What somebody may do to somebody else in a room: the server's own rules (room/standing.ts there), so that only what can be done is shown.

import type { Role } from '@parley/client'

export interface Someone {
  /** Id of the person. */
  readonly person: string
  readonly role: Role
}

export function moderates(role: Role): boolean {
  return role === 'owner' || role === 'moderator'
}

/** Mute, stop, let speak, remove. Also on the own other devices. */
export function mayActOn(by: Someone, other: Someone): boolean {
  return by.role === 'owner' || (by.role === 'moderator' && (other.role !== 'owner' || other.person === by.person))
}

export function mayBan(by: Someone, other: Someone): boolean {
  return by.person !== other.person && mayDecideOn(by.role, other.role)
}

/** The roles that `by` may give to `other` now; `guest` takes the role away. */
export function rolesToGive(by: Someone, other: Someone): readonly Role[] {
  if (by.person === other.person) return []
  const all: readonly Role[] = ['owner', 'moderator', 'member', 'guest']
  return all.filter((role) => role !== other.role && mayDecideOn(by.role, other.role) && mayDecideOn(by.role, role))
}

/** Moderators decide among members and guests, owners among all. */
export function mayDecideOn(by: Role, role: Role): boolean {
  return by === 'owner' || (by === 'moderator' && !moderates(role))
}
