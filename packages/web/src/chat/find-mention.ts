// Naming somebody: what is being looked for behind an `@`, who fits, and the draft with the chosen one in it.

import { changeText, type Draft } from './draft.ts'

export interface Named {
  /** Id of a person. */
  readonly person: string
  readonly name: string
}

export interface MentionQuery {
  /** Where the `@` stands. */
  readonly start: number
  /** Where the caret stands. */
  readonly end: number
  readonly words: string
}

/** Longer names are found by their beginning. */
const longestQuery = 40
const mostShown = 8

/** Undefined where the caret is not behind an `@` that begins a word. @param caret below 0: the field has not the focus */
export function findQuery(text: string, caret: number): MentionQuery | undefined {
  if (caret < 0) return undefined
  const before = text.slice(Math.max(0, caret - longestQuery - 1), caret)
  const words = /(?:^|[\s([{"'])@([^@\n]*)$/u.exec(before)?.[1]
  // Cut off in front, it may have been an address.
  if (words === undefined || words.length > longestQuery || words.startsWith(' ')) return undefined
  return { start: caret - words.length - 1, end: caret, words }
}

/** Those of whose names a word begins so; names that begin so come first. */
export function fitting(people: readonly Named[], words: string): readonly Named[] {
  const wanted = fold(words)
  const begins = people.filter(({ name }) => fold(name).startsWith(wanted))
  const within = people.filter((one) => !begins.includes(one) && fold(one.name).includes(` ${wanted}`))
  return [...begins, ...within].slice(0, mostShown)
}

/** The draft with `@name ` in the place of what was looked for, and where the caret goes. */
export function withMention(
  draft: Draft,
  { start, end }: MentionQuery,
  { person, name }: Named,
): { readonly draft: Draft; readonly caret: number } {
  const named = `@${name}`
  const rest = draft.text.slice(end)
  const space = rest.startsWith(' ') ? '' : ' '
  const { text, mentions } = changeText(draft, draft.text.slice(0, start) + named + space + rest)
  const mention = { start, end: start + named.length, person }
  const others = mentions.filter((other) => other.end <= mention.start || other.start >= mention.end)
  return { draft: { text, mentions: [...others, mention].sort((a, b) => a.start - b.start) }, caret: mention.end + 1 }
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
