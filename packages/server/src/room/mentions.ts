// The persons that a text names: each span lies inside the text, none covers another, and each person is known. Pure.

import { type Mention, Refusal } from '@parley/protocol'

/** In the order of the text. Refusal: chat.mentionInvalid. */
export function orderMentions(text: string, mentions: readonly Mention[]): Mention[] {
  const ordered = mentions
    .map(({ start, end, person }) => ({ start, end, person }))
    .sort((one, other) => one.start - other.start)
  let free = 0
  for (const { start, end } of ordered) {
    if (start >= end || end > text.length) throw new Refusal('chat.mentionInvalid', `${start} to ${end}`)
    if (start < free) throw new Refusal('chat.mentionInvalid', `two of them share the place ${start}`)
    free = end
  }
  return ordered
}
