// Tells the room which videos are on the screen and how large, so that nothing is sent that nobody sees.

import type { Room } from '@parley/client'
import { useEffect, useSyncExternalStore } from 'react'
import { useReceivingMode } from '../quality/quality-context.ts'
import { limitView } from '../quality/receiving.ts'

/** Sizes in CSS pixels. */
export interface Shown {
  readonly trackId: string
  readonly width: number
  readonly height: number
  readonly priority: number
}

/**
 * A tab in the background shows nothing, and gets sound only.
 * @param outside shown in a window of its own, which is in front of all tabs
 */
export function useView(room: Room, shown: readonly Shown[], outside: readonly Shown[] = []): void {
  const visible = useSyncExternalStore(watchVisibility, () => !document.hidden)
  const mode = useReceivingMode()
  useEffect(() => {
    const scale = window.devicePixelRatio
    const inside = visible ? shown.filter(({ trackId }) => !outside.some((other) => other.trackId === trackId)) : []
    const items = [...outside, ...inside].map(({ trackId, width, height, priority }) => ({
      track: trackId,
      width: Math.round(width * scale),
      height: Math.round(height * scale),
      priority,
    }))
    room.view(limitView(mode, items)) // coalesced by the SDK, and sent only where it differs
  })
}

function watchVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
