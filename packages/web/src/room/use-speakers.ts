// Who of the others speaks in earnest, and when each has spoken last: coughs do not count.

import { useEffect, useRef, useState } from 'react'

/** Shorter sounds move nobody. */
const earnestMs = 600

interface Speakers {
  /** Loudest first. */
  readonly speaking: readonly string[]
  /** Times in ms of one clock. */
  readonly spoke: ReadonlyMap<string, number>
}

/** @param sounding who makes a sound now, loudest first */
export function useSpeakers(sounding: readonly string[]): Speakers {
  const since = useRef(new Map<string, number>())
  const spoke = useRef(new Map<string, number>())
  const [, wake] = useState(0)
  const nowMs = performance.now()
  for (const id of since.current.keys()) if (!sounding.includes(id)) since.current.delete(id)
  for (const id of sounding) if (!since.current.has(id)) since.current.set(id, nowMs)
  const heldMs = (id: string) => nowMs - (since.current.get(id) ?? nowMs)
  const speaking = sounding.filter((id) => heldMs(id) >= earnestMs)
  for (const id of speaking) spoke.current.set(id, nowMs)
  const waiting = sounding.filter((id) => !speaking.includes(id)).map((id) => earnestMs - heldMs(id))
  const nextMs = waiting.length > 0 ? Math.max(1, Math.ceil(Math.min(...waiting))) : undefined
  useEffect(() => {
    if (nextMs === undefined) return
    const timer = setTimeout(() => wake((count) => count + 1), nextMs)
    return () => clearTimeout(timer)
  })
  return { speaking, spoke: spoke.current }
}
