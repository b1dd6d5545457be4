// Raised hands and reactions for whoever shows a person: opened once per room, read by each tile alone.

import type { Room } from '@parley/client'
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { noSigns, openSigns, type Sign, type Signs } from './signs.ts'

export const SignsContext = createContext<Signs>(noSigns)

export function useOpenSigns(room: Room): Signs {
  const [signs, setSigns] = useState(noSigns)
  useEffect(() => {
    const ending = new AbortController()
    setSigns(openSigns(room, ending.signal))
    return () => ending.abort()
  }, [room])
  return signs
}

export function useSign(participant: string): Sign {
  const signs = useContext(SignsContext)
  return useSyncExternalStore(signs.subscribe, () => signs.of(participant))
}
