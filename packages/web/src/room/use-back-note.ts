// A short word when the connection is back, for those who have noticed that it was gone.

import { useEffect, useEffectEvent, useRef } from 'react'
import { texts } from '../texts.ts'
import type { RoomPicture } from './room-store.ts'

export function useBackNote({ state }: RoomPicture, announce: (text: string) => void): void {
  const was = useRef(state)
  const tell = useEffectEvent(announce)
  useEffect(() => {
    if (was.current === 'reconnecting' && state === 'joined') tell(texts.stage.back)
    was.current = state
  }, [state])
}
