// What marks and choices of quality need, wherever they stand in the room.

import type { Room } from '@parley/client'
import { createContext, useContext, useSyncExternalStore } from 'react'
import { type Level, levelOfScore } from './level.ts'
import type { Quality } from './quality.ts'
import type { ReceivingMode } from './receiving.ts'

export interface QualityHere extends Pick<Quality, 'watch' | 'receiving'> {
  readonly room: Room
  /** Shows the panel. */
  open(): void
}

/** Undefined: outside of a room there is nothing to say. */
export const QualityContext = createContext<QualityHere | undefined>(undefined)

const never = () => () => {}

/** How well somebody is connected; of oneself the own way up to the server. Undefined: nobody knows. */
export function useLevel(participant: string): Level | undefined {
  const here = useContext(QualityContext)
  return useSyncExternalStore(here?.watch.subscribe ?? never, () => {
    if (!here) return undefined
    const { room, watch } = here
    if (participant === room.self.id) return watch.picture().diagnosis.upLevel
    return levelOfScore(room.participants.get(participant)?.quality)
  })
}

export function useReceivingMode(): ReceivingMode {
  const here = useContext(QualityContext)
  return useSyncExternalStore(here?.receiving.subscribe ?? never, () => here?.receiving.mode() ?? 'all')
}
