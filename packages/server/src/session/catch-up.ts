// What a session that comes back has missed, room by room: facts and own notifications in their order, or how it is now.

import type { AnyFact, NotificationName, Params, Resumed } from '@parley/protocol'
import type { Membership } from './places.ts'
import type { Kept } from './told.ts'

/** What the client knows of a room. */
export type Position = Params<'session.resume'>['rooms'][number]

export interface CaughtUp {
  readonly rooms: Resumed[]
  /** To be told after the answer. */
  readonly missed: Kept[]
}

/** What a snapshot says better. */
const inSnapshot: readonly NotificationName[] = [
  'media.opened',
  'subscription.opened',
  'subscription.closed',
  'room.left',
]

/** @param missed own notifications; undefined: more than were kept */
export function catchUp(
  memberships: ReadonlyMap<string, Membership>,
  positions: readonly Position[],
  missed: readonly Kept[] | undefined,
): CaughtUp {
  const facts = new Map<string, readonly AnyFact[]>()
  const others = new Set<string>()
  const rooms = positions.map((position): Resumed => {
    const membership = memberships.get(position.room)
    const { room } = position
    const replay = missed === undefined ? undefined : membership?.room.factsSince(position.epoch, position.seq)
    if (membership === undefined || membership.participant.gone) {
      others.add(room)
      return { room, outcome: 'gone', reason: membership?.participant.goneBecause ?? 'disconnected' }
    }
    if (replay !== undefined) {
      facts.set(room, replay)
      return { room, outcome: 'replayed' }
    }
    others.add(room)
    return { room, outcome: 'snapshot', ...membership.room.snapshotFor(membership.participant) }
  })
  const wanted = (missed ?? []).filter(
    ({ notification: { method, params } }) =>
      !('room' in params && others.has(params.room) && inSnapshot.includes(method)),
  )
  return { rooms, missed: inOrder(wanted, facts) }
}

/** Each own notification stands after the facts that were told before it. */
function inOrder(own: readonly Kept[], facts: ReadonlyMap<string, readonly AnyFact[]>): Kept[] {
  const ordered: Kept[] = []
  const next = new Map<string, number>()
  const tellFacts = (room: string, upTo: number) => {
    const list = facts.get(room) ?? []
    let at = next.get(room) ?? 0
    for (let fact = list[at]; fact !== undefined && fact.params.seq <= upTo; fact = list[at]) {
      ordered.push({ notification: fact, afterSeq: fact.params.seq })
      at += 1
    }
    next.set(room, at)
  }
  for (const kept of own) {
    const { params } = kept.notification
    if ('room' in params) tellFacts(params.room, kept.afterSeq)
    ordered.push(kept)
  }
  for (const room of facts.keys()) tellFacts(room, Number.POSITIVE_INFINITY)
  return ordered
}
