// Why something could not be done, in words.

import { ParleyError, Refusal } from '@parley/client'
import { texts } from '../texts.ts'

export function wordsOfError(error: unknown): string {
  const words = texts.people.problem
  if (error instanceof ParleyError) return error.kind === 'fault' ? words.unknown : words.offline
  if (!(error instanceof Refusal)) return words.unknown
  switch (error.reason) {
    case 'session.forbidden':
      return words.forbidden
    case 'participant.notFound':
      return words.gone
    case 'room.lastOwner':
      return words.lastOwner
    case 'session.tooFast':
    case 'session.quota':
      return words.tooFast
    case 'store.unavailable':
      return words.offline
    default:
      return words.unknown
  }
}
