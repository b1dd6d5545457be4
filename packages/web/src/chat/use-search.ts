// A search as it goes on: the server does one at a time for each person, so the next waits for the last.

import type { ChatMessage, Room } from '@parley/client'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { explain } from './explain.ts'

const pageLength = 30
/** One is still typing. */
const pauseMs = 300

export interface Found {
  /** What was searched for; empty: nothing yet. */
  readonly words: string
  /** Newest first. */
  readonly messages: readonly ChatMessage[]
  readonly more: boolean
  readonly state: 'idle' | 'searching' | { readonly problem: string }
}

const nothing: Found = { words: '', messages: [], more: false, state: 'idle' }

export function useSearch(room: Room, words: string): { readonly found: Found; more(): void; again(): void } {
  const [found, setFound] = useState<Found>(nothing)
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const wanted = useRef('')
  const search = async (known: readonly ChatMessage[]) => {
    const asked = wanted.current
    setFound({ words: asked, messages: known, more: false, state: 'searching' })
    const before = known.at(-1)?.id
    const answer = last.current.then(() =>
      room.search(asked, { limit: pageLength, ...(before !== undefined && { before }) }),
    )
    last.current = answer.catch(() => undefined) // it is told below
    try {
      const { messages, more } = await answer
      if (asked === wanted.current) setFound({ words: asked, messages: [...known, ...messages], more, state: 'idle' })
    } catch (error) {
      if (asked === wanted.current)
        setFound({ words: asked, messages: known, more: false, state: { problem: explain(error) } })
    }
  }
  const begin = useEffectEvent(() => void search([]))
  useEffect(() => {
    wanted.current = words
    if (words === '') {
      setFound(nothing)
      return
    }
    const timer = setTimeout(() => begin(), pauseMs)
    return () => clearTimeout(timer)
  }, [words])
  return { found, more: () => void search(found.messages), again: () => void search(found.messages) }
}
