// The figures of the server since the page was opened: asked every two seconds while it can be seen.

import type { Parley, ServerStats } from '@parley/client'
import { useEffect, useState } from 'react'
import { type Figures, figuresOf, type Sample } from './figures.ts'

export interface History {
  /** Undefined until the first answer. */
  readonly stats: ServerStats | undefined
  /** Oldest first. */
  readonly figures: readonly Figures[]
}

const everyMs = 2_000
/** Ten minutes. */
const most = 300

export function useHistory(parley: Parley): History {
  const [history, setHistory] = useState<History>({ stats: undefined, figures: [] })
  useEffect(() => {
    let before: Sample | undefined
    let asking = false
    let over = false
    const ask = async () => {
      if (document.hidden || asking || parley.state !== 'connected') return
      asking = true
      try {
        const stats = await parley.admin.stats()
        if (over) return
        const sample = { atMs: Date.now(), stats }
        const figures = figuresOf(sample, before)
        before = sample
        setHistory((now) => ({ stats, figures: [...now.figures, figures].slice(-most) }))
      } catch {
        // The connection was lost, which is told elsewhere, or it is not allowed any more: then nothing new is shown.
      } finally {
        asking = false
      }
    }
    void ask()
    const timer = setInterval(() => void ask(), everyMs)
    const seen = () => void ask()
    document.addEventListener('visibilitychange', seen)
    return () => {
      over = true
      clearInterval(timer)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [parley])
  return history
}
