// One list of the server, read in pages and again every few seconds while it can be seen.

import { Refusal } from '@parley/client'
import { useCallback, useEffect, useRef, useState } from 'react'

export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string | undefined
  readonly total?: number | undefined
}

export interface Listed<T> extends Page<T> {
  readonly state: 'loading' | 'ready' | 'failed' | 'forbidden'
  readonly showMore: () => void
  readonly reload: () => void
}

export interface PageQuery {
  readonly search?: string
  readonly after?: string
  readonly limit: number
}

const pageSize = 50
/** What one answer holds: a longer list is not read again by itself. */
const mostAtOnce = 200
const againMs = 5_000
const typingMs = 250

/** @param load reads one page; another function is another list */
export function usePage<T>(load: (query: PageQuery) => Promise<Page<T>>, search: string): Listed<T> {
  const [page, setPage] = useState<Page<T>>({ items: [] })
  const [state, setState] = useState<Listed<T>['state']>('loading')
  const settled = useSettled(search)
  const shown = useRef(0)
  const asked = useRef(0)

  const read = useCallback(
    async (after: string | undefined, limit: number) => {
      asked.current += 1
      const mine = asked.current
      const query = { limit, ...(settled === '' ? {} : { search: settled }), ...(after === undefined ? {} : { after }) }
      try {
        const more = await load(query)
        if (mine !== asked.current) return
        setPage((now) => (after === undefined ? more : { ...more, items: [...now.items, ...more.items] }))
        setState('ready')
      } catch (error) {
        // What is shown stays; the next reading may work again.
        if (mine !== asked.current) return
        setState(error instanceof Refusal && error.reason === 'session.forbidden' ? 'forbidden' : 'failed')
      }
    },
    [load, settled],
  )
  const reload = useCallback(() => void read(undefined, Math.max(pageSize, shown.current)), [read])
  useEffect(() => {
    shown.current = page.items.length
  }, [page])

  useEffect(() => {
    setState('loading')
    setPage({ items: [] })
    void read(undefined, pageSize)
    const timer = setInterval(() => {
      if (!document.hidden && shown.current <= mostAtOnce) void read(undefined, Math.max(pageSize, shown.current))
    }, againMs)
    return () => {
      clearInterval(timer)
      asked.current += 1
    }
  }, [read])

  const showMore = () => {
    if (page.next !== undefined) void read(page.next, pageSize)
  }
  return { ...page, state, showMore, reload }
}

/** What was typed, once it stays for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), typingMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
