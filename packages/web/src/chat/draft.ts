// A text that is being written, and the persons named in it, each by place in UTF-16 units.

import type { Mention } from '@parley/client'

export interface Draft {
  readonly text: string
  readonly mentions: readonly Mention[]
}

export const emptyDraft: Draft = { text: '', mentions: [] }

/** The draft after its text was edited in one place: persons behind it move along, persons inside it are words again. */
export function changeText({ text, mentions }: Draft, next: string): Draft {
  let start = 0
  const shorter = Math.min(text.length, next.length)
  while (start < shorter && text[start] === next[start]) start += 1
  let tail = 0
  while (tail < shorter - start && text[text.length - 1 - tail] === next[next.length - 1 - tail]) tail += 1
  const end = text.length - tail
  const shift = next.length - text.length
  const moved = mentions.flatMap((mention) => {
    if (mention.end <= start) return mention
    if (mention.start >= end) return { ...mention, start: mention.start + shift, end: mention.end + shift }
    return []
  })
  return { text: next, mentions: moved.filter((mention) => staysWhole(next, mention)) }
}

/** `@Ada` that became `@Adam` names nobody. */
function staysWhole(text: string, { end }: Mention): boolean {
  return !/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2))
}

/** As it is sent. */
export function trimDraft({ text, mentions }: Draft): Draft {
  const cut = text.length - text.trimStart().length
  return {
    text: text.trim(),
    mentions: mentions.map(({ start, end, person }) => ({ start: start - cut, end: end - cut, person })),
  }
}
