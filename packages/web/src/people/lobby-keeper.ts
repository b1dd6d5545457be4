// Letting in and sending away who waits in the lobby, with a word when it could not be done.

import type { Room, Waiting } from '@parley/client'
import { wordsOfError } from './words-of-error.ts'

export interface LobbyKeeper {
  admit(waiting: readonly Waiting[]): void
  deny(waiting: readonly Waiting[]): void
}

/** As many as one call takes. */
const atOnce = 100

export function lobbyKeeper({ moderation }: Pick<Room, 'moderation'>, tell: (text: string) => void): LobbyKeeper {
  const each = (act: (waiting: readonly Waiting[]) => Promise<void>) => async (waiting: readonly Waiting[]) => {
    try {
      for (let at = 0; at < waiting.length; at += atOnce) await act(waiting.slice(at, at + atOnce))
    } catch (error) {
      tell(wordsOfError(error))
    }
  }
  const admit = each(moderation.admit)
  const deny = each(moderation.deny)
  return { admit: (waiting) => void admit(waiting), deny: (waiting) => void deny(waiting) }
}
