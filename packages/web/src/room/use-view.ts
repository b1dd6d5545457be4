// Tells the room which videos are on the screen and how large, so that nothing is sent that nobody sees.

import type { Room } from '@parley/client'
import { useEffect, useSyncExternalStore } from 'react'

/** Sizes in CSS pixels. */
export interface Shown {
  readonly trackId: string
  readonly width: number
  readonly height: number
  readonly priority: number
}

/** A tab in the background shows nothing, and gets sound only. */
export function useView(room: Room, shown: readonly Shown[]): void {
  const visible = useSyncExternalStore(watchVisibility, () => !document.hidden)
  useEffect(() => {
    const scale = window.devicePixelRatio
    const items = shown.map(({ trackId, width, height, priority }) => ({
      track: trackId,
      width: Math.round(width * scale),
      height: Math.round(height * scale),
      priority,
    }))
    room.view(visible ? items : []) // coalesced by the SDK, and sent only where it differs
  })
}

function watchVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
