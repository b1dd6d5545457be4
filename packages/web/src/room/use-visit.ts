// A visit to a room that begins with the component and ends with it.

import { useCallback, useEffect, useRef, useState } from 'react'
import { followPage } from './page-life.ts'
import { beginStay, endStay } from './stay.ts'
import { type VisitOptions, type VisitState, visit } from './visit.ts'

/**
 * The visit's state, and a way to begin it anew after it has ended, with another password if one is given. Later changes of
 * `options` count from the next visit on.
 */
export function useVisit(
  options: Omit<VisitOptions, 'password'>,
  firstPassword: string | undefined,
): [VisitState, (password?: string) => void] {
  const [state, setState] = useState<VisitState>({ phase: 'joining' })
  const [attempt, setAttempt] = useState(0)
  const password = useRef(firstPassword)
  const latest = useRef(options)
  latest.current = options
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new visit, changed options are not
  useEffect(() => {
    const ending = new AbortController()
    const end = () => ending.abort()
    void visit({ ...latest.current, password: password.current }, ending.signal, setState)
    // Back at the door: joining is a step one takes on purpose.
    const unfollow = followPage(window, end, () => {
      endStay()
      location.reload()
    })
    return () => {
      unfollow()
      end()
    }
  }, [attempt])
  const { room, name } = options
  const inside = state.phase === 'inside'
  useEffect(() => {
    if (!inside) return
    beginStay({ room, name, password: password.current })
    return endStay // not when the page is loaded again: then nothing is taken down
  }, [inside, room, name])
  const again = useCallback((other?: string) => {
    password.current = other ?? password.current
    setAttempt((number) => number + 1)
  }, [])
  return [state, again]
}
