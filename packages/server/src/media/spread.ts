// Where the next participant of a room goes: onto one of the workers that the room is on, or onto another one too. Pure.

import { type Load, weightOf } from './placement.ts'

/** What one room has on one worker. */
export interface Share {
  /** Participants. */
  readonly seats: number
  readonly consumers: number
  /** Of the worker, with those of other rooms. */
  readonly worker: Load
}

/** Consumers that a participant stands for before it has them: it comes first and looks at others then. */
const usualConsumers = 20

/** How much of a room one worker has, in consumers. */
export function weightOfShare({ seats, consumers }: Omit<Share, 'worker'>): number {
  return Math.max(2 * seats + consumers, usualConsumers * seats)
}

/**
 * A small room stays together: between workers each packet is carried once more. Beyond `spreadAbove` on each of its
 * workers it takes another one, if that has less to do. Among those it has, the lightest takes the next participant.
 *
 * @param spare the load of the least loaded living worker that the room is not on; undefined: there is none
 */
export function nextPlace<S extends Share>(
  shares: readonly S[],
  spare: Load | undefined,
  spreadAbove: number,
): S | 'another' {
  const [lightest] = shares.toSorted((one, other) => expectedWeight(one) - expectedWeight(other))
  if (lightest === undefined) return 'another'
  const isFull = shares.every((share) => weightOfShare(share) >= spreadAbove)
  return isFull && spare !== undefined && weightOf(spare) < expectedWeight(lightest) ? 'another' : lightest
}

/** Of the whole worker, with what the participants of this room do not have yet. */
function expectedWeight(share: Share): number {
  const { seats, consumers, worker } = share
  return weightOf(worker) - (2 * seats + consumers) + weightOfShare(share)
}
