// What one has begun to write in a room, kept by this tab over closing the chat and loading the page again.

import { type Draft, emptyDraft } from './draft.ts'

const key = (room: string) => `parley.draft.${room}`

export function keepDraft(room: string, draft: Draft): void {
  try {
    if (draft.text === '') sessionStorage.removeItem(key(room))
    else sessionStorage.setItem(key(room), JSON.stringify(draft))
  } catch {
    // Storage is forbidden or full: the draft lives as long as the page.
  }
}

export function keptDraft(room: string): Draft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key(room)) ?? 'null')
    return isDraft(kept) ? kept : emptyDraft
  } catch {
    return emptyDraft // storage is forbidden here, or holds something else
  }
}

function isDraft(kept: unknown): kept is Draft {
  if (typeof kept !== 'object' || kept === null || !('text' in kept) || !('mentions' in kept)) return false
  const { text, mentions } = kept
  return typeof text === 'string' && Array.isArray(mentions) && mentions.every((mention) => isMention(mention, text))
}

function isMention(mention: unknown, { length }: string): boolean {
  if (typeof mention !== 'object' || mention === null) return false
  if (!('start' in mention) || !('end' in mention) || !('person' in mention)) return false
  const { start, end, person } = mention
  if (typeof start !== 'number' || typeof end !== 'number' || typeof person !== 'string') return false
  return start >= 0 && start < end && end <= length
}
