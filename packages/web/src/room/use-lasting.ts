// Whether something has held for a while, so that what only flickers is not shown.

import { useEffect, useState } from 'react'

export function useLasting(holds: boolean, forMs: number): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!holds) return
    const timer = setTimeout(() => setLasting(true), forMs)
    return () => {
      clearTimeout(timer)
      setLasting(false)
    }
  }, [holds, forMs])
  return holds && lasting
}
