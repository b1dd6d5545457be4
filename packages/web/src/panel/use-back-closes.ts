// The Back button closes what is open on a phone before it leads out of the room: an entry of the history stands for it.

import { useEffect, useRef } from 'react'

const mark = 'parley.open'
/** On the entry under it too: a step between the two does not lead out of the room. */
const inside = 'parley.inside'
/** One panel gives way to the next within a moment: the same entry serves both. */
const settleMs = 60

/**
 * @param open whether something is open that Back closes
 * @param close closes it at once; if something else stays open under it, the next Back closes that
 */
export function useBackCloses(open: boolean, close: () => void): void {
  const latest = useRef({ open, close })
  latest.current = { open, close }
  /** Where one stood before the step that is told. */
  const stoodOnMark = useRef(isMarked())
  useEffect(() => {
    if (open) {
      if (!isMarked()) push()
      stoodOnMark.current = true
      return
    }
    if (!isMarked()) return
    const timer = setTimeout(() => isMarked() && history.back(), settleMs)
    return () => clearTimeout(timer)
  }, [open])
  useEffect(() => {
    const walked = () => {
      const stood = stoodOnMark.current
      stoodOnMark.current = isMarked()
      if (!stood || isMarked() || !isInside()) return
      if (latest.current.open) latest.current.close()
      if (!latest.current.open) return
      push()
      stoodOnMark.current = true
    }
    window.addEventListener('popstate', walked)
    return () => {
      window.removeEventListener('popstate', walked)
      if (isInside()) history.replaceState(null, '')
    }
  }, [])
}

/** Whether the entry of the history stands for the inside of a room. */
export function isInside(): boolean {
  return has(inside)
}

function push(): void {
  history.replaceState({ [inside]: true }, '')
  history.pushState({ [inside]: true, [mark]: true }, '')
}

function isMarked(): boolean {
  return has(mark)
}

function has(name: string): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && name in state
}
