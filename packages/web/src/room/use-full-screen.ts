// The room on the whole screen, without the browser around it.

import { useSyncExternalStore } from 'react'

/** Undefined where the browser gives no page the whole screen (iPhone, some frames). */
export function useFullScreen(): { readonly on: boolean; toggle(): void } | undefined {
  const on = useSyncExternalStore(watch, () => document.fullscreenElement !== null)
  if (!document.fullscreenEnabled) return undefined
  const toggle = () => {
    const change = on ? document.exitFullscreen() : document.documentElement.requestFullscreen()
    change.catch(() => undefined) // refused: the page stays as it is, as one sees
  }
  return { on, toggle }
}

function watch(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener)
  return () => document.removeEventListener('fullscreenchange', listener)
}
