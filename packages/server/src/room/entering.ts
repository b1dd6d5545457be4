// Who may come into a room: the hindrances in their order. Pure.

import type { RefusalReason, RoomSettings } from '@parley/protocol'
import type { Standing } from './standing.ts'

export interface Comer {
  readonly standing: Pick<Standing, 'role' | 'moderates'>
  /** Runs this server. */
  readonly admin: boolean
  /** A ban holds for the person, or for their address. */
  readonly banned: boolean
  /** Somebody of the same person is in the room, and so was let in. */
  readonly present: boolean
  /** A moderator has let this person in from the lobby, or nobody wanted to, a short while ago. */
  readonly admitted: boolean
  readonly denied: boolean
  readonly gavePassword: 'none' | 'wrong' | 'right'
}

type Rules = Pick<RoomSettings, 'locked' | 'guests' | 'lobby'> & { readonly hasPassword: boolean }

/** The first thing that keeps somebody out, places apart; undefined: nothing does. */
export function hindrance(comer: Comer, rules: Rules): RefusalReason | undefined {
  const { standing, admin, banned, present, admitted, denied, gavePassword } = comer
  if (banned && !admin) return 'room.banned'
  if (present || standing.moderates) return undefined
  if (rules.locked) return 'room.locked'
  // Members are known here: what follows is for everybody else.
  if (standing.role !== 'guest') return undefined
  if (!rules.guests) return 'room.membersOnly'
  if (admitted) return undefined
  if (rules.hasPassword && gavePassword !== 'right')
    return gavePassword === 'none' ? 'room.passwordNeeded' : 'room.passwordWrong'
  if (rules.lobby) return denied ? 'room.denied' : 'room.waiting'
  return undefined
}
