// Keeps a phone's screen on while one is in the room.

import { useEffect } from 'react'

export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return
    let held: WakeLockSentinel | undefined
    let ended = false
    const hold = async () => {
      if (document.hidden) return
      try {
        const lock = await navigator.wakeLock.request('screen')
        if (ended) await lock.release()
        else held = lock
      } catch {
        // Refused, for example on a low battery: the screen goes dark as it would anyway.
      }
    }
    const again = () => void hold() // browsers let go of it when the page is hidden
    document.addEventListener('visibilitychange', again)
    again()
    return () => {
      ended = true
      document.removeEventListener('visibilitychange', again)
      held?.release().catch(() => undefined) // released by the browser already
    }
  }, [])
}
