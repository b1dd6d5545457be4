// Saves something and says how it went, until something else is saved.

import { useState } from 'react'
import { texts } from '../../texts.ts'
import { wordsOfError } from '../words-of-error.ts'

export interface Saving {
  readonly state: 'idle' | 'saving' | 'saved' | 'failed'
  /** What to say about it. */
  readonly words: string
  /** Resolves with whether it was saved. */
  save(act: () => Promise<unknown>): Promise<boolean>
}

export function useSave(): Saving {
  const [{ state, words }, set] = useState<Pick<Saving, 'state' | 'words'>>({ state: 'idle', words: '' })
  const save = async (act: () => Promise<unknown>) => {
    set({ state: 'saving', words: texts.settings.saving })
    try {
      await act()
      set({ state: 'saved', words: texts.settings.saved })
      return true
    } catch (error) {
      set({ state: 'failed', words: wordsOfError(error) })
      return false
    }
  }
  return { state, words, save }
}
