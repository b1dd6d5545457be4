// What changed between what is known and what the server says: pure functions over snapshots.

import type { ChatMessage, Track } from '@parley/protocol'

interface TrackDifference {
  readonly published: readonly Track[]
  readonly changed: readonly Track[]
  readonly unpublished: readonly string[]
}

/** The part of a track that may change while it is published. */
interface TrackState {
  readonly muted: boolean
  readonly width?: number | undefined
  readonly height?: number | undefined
}

export function isChanged(known: TrackState, next: TrackState): boolean {
  return known.muted !== next.muted || known.width !== next.width || known.height !== next.height
}

/** Tracks are the same by id; their kind, source and encryption never change. */
export function trackDifference(known: ReadonlyMap<string, TrackState>, next: readonly Track[]): TrackDifference {
  const nextIds = new Set(next.map(({ id }) => id))
  return {
    published: next.filter(({ id }) => !known.has(id)),
    changed: next.filter((track) => {
      const before = known.get(track.id)
      return before !== undefined && isChanged(before, track)
    }),
    unpublished: [...known.keys()].filter((id) => !nextIds.has(id)),
  }
}

interface MergedMessages {
  /** All, by rising id, each once. */
  readonly messages: readonly ChatMessage[]
  /** Those that were not known, by rising id. */
  readonly added: readonly ChatMessage[]
  /** Those that were known, and were edited or deleted since. */
  readonly changed: readonly ChatMessage[]
}

export function mergeMessages(known: readonly ChatMessage[], incoming: readonly ChatMessage[]): MergedMessages {
  const byIds = new Map(known.map((message) => [message.id, message]))
  const unknown = new Map(incoming.filter(({ id }) => !byIds.has(id)).map((message) => [message.id, message]))
  const added = [...unknown.values()].sort(byId)
  const changed = incoming.filter((message) => isNewer(message, byIds.get(message.id)))
  if (added.length + changed.length === 0) return { messages: known, added, changed }
  for (const message of [...changed, ...added]) byIds.set(message.id, message)
  return { messages: [...byIds.values()].sort(byId), added, changed }
}

/** The answer to an own call may come after what the others were told of a later change. */
function isNewer(message: ChatMessage, known: ChatMessage | undefined): boolean {
  if (known === undefined || known.deletedAt !== undefined) return false
  return message.deletedAt !== undefined || (message.editedAt ?? '') > (known.editedAt ?? '')
}

function byId(a: ChatMessage, b: ChatMessage): number {
  return a.id - b.id
}
