// The room's code, which arrives while the person still types, so that the first join waits for nothing.

import { useEffect, useState } from 'react'

type RoomScreen = typeof import('./room/room-screen.tsx').RoomScreen

/**
 * Undefined until it is there. Not React's `lazy`: it holds what is loaded back for 300 ms behind its fallback.
 * @param needed whether the room is to be shown now
 * @throws while rendering, if it is needed and cannot be loaded
 */
export function useRoomScreen(needed: boolean): RoomScreen | undefined {
  const [screen, setScreen] = useState<{ readonly RoomScreen: RoomScreen }>()
  const [failure, setFailure] = useState<{ readonly error: unknown }>()
  useEffect(() => {
    if (screen) return
    let over = false
    const load = async () => {
      try {
        const { RoomScreen, warmUp } = await import('./room/room-screen.tsx')
        if (!over) setScreen({ RoomScreen })
        await warmUp()
      } catch (error) {
        // Offline for a moment while nobody needs it: the join loads it again.
        if (needed && !over) setFailure({ error })
      }
    }
    void load()
    return () => {
      over = true
    }
  }, [needed, screen])
  if (failure) throw failure.error
  return screen?.RoomScreen
}
