// Why something of the chat did not come about, in words.

import { ParleyError, Refusal } from '@parley/client'
import { locale } from '../language.ts'
import { texts } from '../texts.ts'
import { fileSize } from './file-size.ts'

const words = texts.chat.problems

export function explain(error: unknown): string {
  if (error instanceof Refusal) return explainRefusal(error)
  if (!(error instanceof ParleyError)) return words.unknown
  if (error.kind === 'disconnected' || error.kind === 'closed' || error.kind === 'timeout') return words.disconnected
  if (error.kind === 'fault') return words.fault
  return words.unknown
}

/** Whether it may come about the next time. */
export function isWorthAnotherTry(error: unknown): boolean {
  return !(error instanceof Refusal && (error.reason === 'file.tooLarge' || error.reason === 'file.refused'))
}

function explainRefusal({ reason, message }: Refusal): string {
  switch (reason) {
    case 'file.tooLarge': {
      // The server says how many in its message and nowhere else; without them it is still true.
      const limit = /(\d+) bytes/.exec(message)?.[1]
      return limit === undefined ? words.tooLarge : words.tooLargeFor(fileSize(Number(limit), locale))
    }
    case 'file.refused':
      return words.noFiles
    case 'file.notFound':
      return words.fileGone
    case 'session.quota':
      return words.quota
    case 'session.tooFast':
      return words.tooFast
    case 'session.forbidden':
      return words.forbidden
    case 'chat.mentionInvalid':
      return words.mention
    case 'chat.notFound':
      return words.messageGone
    case 'store.unavailable':
      return words.storeAway
    default:
      return words.unknown
  }
}
