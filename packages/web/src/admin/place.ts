// Where in the administration one is, as the address bar says it.

import { type MouseEvent, useEffect, useState } from 'react'

export const tabs = ['overview', 'rooms', 'people', 'sessions', 'bans', 'invitations'] as const
export type Tab = (typeof tabs)[number]

export interface Place {
  readonly tab: Tab
  /** Of `sessions`: only those in this room. */
  readonly room: string
}

/** What is no tab is the overview. */
export function placeOf({ pathname, search }: Pick<Location, 'pathname' | 'search'>): Place {
  const name = pathname.split('/')[2]
  const tab = tabs.find((each) => each === name) ?? 'overview'
  return { tab, room: (tab === 'sessions' && new URLSearchParams(search).get('room')) || '' }
}

export function addressOf({ tab, room }: Place): string {
  const path = tab === 'overview' ? '/admin' : `/admin/${tab}`
  return room === '' ? path : `${path}?${new URLSearchParams({ room })}`
}

/** The place, and a way to another; back and forward work. */
export function usePlace(): [Place, (place: Place) => void] {
  const [place, setPlace] = useState(() => placeOf(location))
  useEffect(() => {
    const walked = () => setPlace(placeOf(location))
    window.addEventListener('popstate', walked)
    return () => window.removeEventListener('popstate', walked)
  }, [])
  const go = (to: Place) => {
    history.pushState(null, '', addressOf(to))
    setPlace(to)
    window.scrollTo(0, 0)
  }
  return [place, go]
}

/** Another tab or window is left to the browser. */
export function walk(event: MouseEvent, go: () => void): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  go()
}
