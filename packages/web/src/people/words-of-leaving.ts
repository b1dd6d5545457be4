// Who has put one out of the room, until when and why.

import type { Moderated } from '@parley/client'
import { texts } from '../texts.ts'
import { dayAndTime } from './when.ts'

/** @param by of a `remove` or `ban` */
export function wordsOfLeaving({ act, name, reason, endsAt }: Moderated): string {
  const words = texts.people.moderated
  if (act !== 'ban') return words.removed(name)
  const banned = words.banned(name, endsAt && dayAndTime(endsAt))
  return reason === undefined ? banned : `${banned} ${words.reason(reason)}`
}
