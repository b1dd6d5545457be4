// A list that is read from the server, and read again after each change made here.

import { useCallback, useEffect, useState } from 'react'
import { wordsOfError } from '../words-of-error.ts'

export interface List<T> {
  /** Undefined until it was read. */
  readonly items: readonly T[] | undefined
  /** Why it could not be read; '': it could. */
  readonly problem: string
  readonly reload: () => void
}

/** @param read the same function as long as it reads the same list */
export function useList<T>(read: () => Promise<readonly T[]>): List<T> {
  const [items, setItems] = useState<readonly T[]>()
  const [problem, setProblem] = useState('')
  const [asked, setAsked] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once more, it is read once more
  useEffect(() => {
    let over = false
    const load = async () => {
      try {
        const list = await read()
        if (over) return
        setItems(list)
        setProblem('')
      } catch (error) {
        if (!over) setProblem(wordsOfError(error))
      }
    }
    void load()
    return () => {
      over = true
    }
  }, [read, asked])
  return { items, problem, reload: useCallback(() => setAsked((number) => number + 1), []) }
}
