// Keeps the log at its bottom while one reads there, and where one reads otherwise.

import type { ChatMessage } from '@parley/client'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** So near to the bottom counts as the bottom; CSS pixels. */
const nearPx = 40

interface Follow {
  readonly log: RefObject<HTMLDivElement | null>
  /** Whether something new stands below what one sees. */
  readonly missing: boolean
  toBottom(): void
}

export function useFollow(messages: readonly ChatMessage[], outgoing: number): Follow {
  const log = useRef<HTMLDivElement>(null)
  const atBottom = useRef(true)
  const before = useRef({ oldest: messages[0]?.id, newest: messages.at(-1)?.id, outgoing, height: 0 })
  const [missing, setMissing] = useState(false)

  const toBottom = () => {
    const element = log.current
    if (element) element.scrollTop = element.scrollHeight
  }

  useLayoutEffect(() => {
    const element = log.current
    if (!element) return
    const now = { oldest: messages[0]?.id, newest: messages.at(-1)?.id, outgoing, height: element.scrollHeight }
    const grownInFront = now.oldest !== before.current.oldest && before.current.height > 0
    const wroteSomething = outgoing > before.current.outgoing
    if (atBottom.current || wroteSomething) element.scrollTop = element.scrollHeight
    // At the length that a room keeps, each message that comes takes one from the front.
    else if (now.newest !== before.current.newest) setMissing(true)
    else if (grownInFront) element.scrollTop += now.height - before.current.height
    before.current = now
  }, [messages, outgoing])

  useEffect(() => {
    const element = log.current
    if (!element) return
    const scrolled = () => {
      atBottom.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx
      if (atBottom.current) setMissing(false)
    }
    // A phone's keyboard makes the log smaller: the last message stays in sight.
    const observer = new ResizeObserver(() => {
      if (atBottom.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    element.addEventListener('scroll', scrolled)
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', scrolled)
    }
  }, [])

  return { log, missing, toBottom }
}
