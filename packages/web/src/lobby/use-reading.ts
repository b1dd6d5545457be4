// Something that the server is asked for again and again while its answer is on the screen.

import { useCallback, useEffect, useEffectEvent, useRef } from 'react'
import { keepReading, type Reading } from './keep-reading.ts'

/**
 * Begins anew when `key` changes; '' reads nothing. `read` must not throw.
 * @returns asks at once
 */
export function useReading(key: string, everyMs: number, read: (signal: AbortSignal) => Promise<void>): () => void {
  const latest = useEffectEvent(read)
  const reading = useRef<Reading>(undefined)
  useEffect(() => {
    if (key === '') return
    const mine = keepReading(document, everyMs, (signal) => latest(signal))
    reading.current = mine
    return () => mine.stop()
  }, [key, everyMs])
  return useCallback(() => reading.current?.now(), [])
}
