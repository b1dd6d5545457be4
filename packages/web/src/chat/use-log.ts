// Scrolls the log: to the newest while one reads there, to what one looks for, and otherwise not at all, whatever comes or goes.

import type { ChatMessage } from '@parley/client'
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react'
import {
  cutWindow,
  earlierWindow,
  laterWindow,
  type MessageWindow,
  messagesIn,
  newestWindow,
  startsWithOldest,
  windowAround,
} from './message-window.ts'

/** So near to the newest counts as there; CSS pixels. */
const nearPx = 40
/** So near to an end of what is in the page, more is put there. */
const growPx = 600

interface Options {
  readonly messages: readonly ChatMessage[]
  /** How many own messages are on their way. */
  readonly outgoing: number
  /** The first that one has not read; where the log opens. */
  readonly firstNew: number | undefined
  setAtNewest(atNewest: boolean): void
}

export interface Log {
  readonly frame: RefObject<HTMLDivElement | null>
  readonly content: RefObject<HTMLDivElement | null>
  /** What is in the page. */
  readonly shown: readonly ChatMessage[]
  /** Whether these begin with the oldest that is known. */
  readonly fromOldest: boolean
  readonly toNewest: boolean
  readonly atNewest: boolean
  /** The message that one was brought to. */
  readonly found: number | undefined
  goToNewest(): void
  goTo(message: number): void
}

export function useLog({ messages, outgoing, firstNew, setAtNewest }: Options): Log {
  const frame = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [part, setPart] = useState<MessageWindow>(() =>
    firstNew === undefined ? newestWindow(messages) : windowAround(messages, firstNew),
  )
  const fromOldest = startsWithOldest(messages, part)
  const shown = useMemo(() => messagesIn(messages, part), [messages, part])
  const [atNewest, setAtNewestHere] = useState(firstNew === undefined)
  const [goal, setGoal] = useState<{ readonly message: number; readonly isNew: boolean } | undefined>(
    firstNew === undefined ? undefined : { message: firstNew, isNew: true },
  )
  const reached = useRef<typeof goal>(undefined)
  /** The first message in sight, and where it stood. */
  const anchor = useRef<{ readonly message: string; readonly top: number }>(undefined)
  const outgoingBefore = useRef(outgoing)
  const following = useRef(firstNew === undefined)
  const topBefore = useRef(0)

  const tellAtNewest = (at: boolean) => {
    following.current = at
    setAtNewestHere(at)
    setAtNewest(at)
  }
  const look = useEffectEvent(() => {
    const element = frame.current
    if (!element) return
    anchor.current = firstInSight(element)
    topBefore.current = element.scrollTop
    const below = element.scrollHeight - element.scrollTop - element.clientHeight
    const at = part.to === undefined && below < nearPx
    if (at !== following.current || at !== atNewest) tellAtNewest(at)
    if (!fromOldest && element.scrollTop < growPx) setPart(earlierWindow(messages, part))
    else if (part.to !== undefined && below < growPx) setPart(laterWindow(messages, part))
  })
  const goToNewest = () => {
    setPart(newestWindow(messages))
    following.current = true
    frame.current?.scrollTo({ top: frame.current.scrollHeight })
  }
  const wroteSomething = outgoing > outgoingBefore.current
  const settle = useEffectEvent(() => {
    const element = frame.current
    if (!element) return
    outgoingBefore.current = outgoing
    if (element.scrollTop < topBefore.current - nearPx) look() // one has just left, and the event is still to come
    if (goal !== undefined && goal !== reached.current) {
      reached.current = goal
      bringIntoSight(element, goal.message, goal.isNew)
    } else if (following.current) element.scrollTop = element.scrollHeight
    else if (wroteSomething) goToNewest()
    else if (anchor.current) {
      const stood = element.querySelector<HTMLElement>(`[data-message="${anchor.current.message}"]`)
      if (stood) element.scrollTop += stood.offsetTop - anchor.current.top
    }
    setPart(cutWindow(messages, part, following.current))
    look()
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what changes the height of the content
  useLayoutEffect(() => settle(), [shown, outgoing, goal])

  useEffect(() => {
    const [element, inner] = [frame.current, content.current]
    if (!element || !inner) return
    const scrolled = () => look()
    // A phone's keyboard, a message being edited: the newest stays in sight.
    const observer = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    observer.observe(inner)
    element.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', scrolled)
    }
  }, [])
  const tell = useEffectEvent(setAtNewest)
  useEffect(() => {
    tell(following.current)
    return () => tell(false)
  }, [])

  return {
    frame,
    content,
    shown,
    fromOldest,
    toNewest: part.to === undefined,
    atNewest,
    found: goal?.isNew === false ? goal.message : undefined,
    goToNewest,
    goTo(message) {
      setPart(windowAround(messages, message))
      tellAtNewest(false)
      setGoal({ message, isNew: false })
    },
  }
}

function firstInSight(frame: HTMLElement): { message: string; top: number } | undefined {
  for (const element of frame.querySelectorAll<HTMLElement>('[data-message]')) {
    const { offsetTop, offsetHeight, dataset } = element
    if (offsetTop + offsetHeight > frame.scrollTop) return { message: dataset['message'] ?? '', top: offsetTop }
  }
  return undefined
}

/** A new one at the top, under the line that says so; one that was looked for in the middle, with the focus. */
function bringIntoSight(frame: HTMLElement, message: number, isNew: boolean): void {
  const element = frame.querySelector<HTMLElement>(`[data-message="${message}"]`)
  if (!element) return
  const middle = (frame.clientHeight - element.offsetHeight) / 2
  frame.scrollTop = element.offsetTop - (isNew ? 72 : Math.max(8, middle))
  if (!isNew) element.focus({ preventScroll: true })
}
