// Notices of the browser when one is named while the page is hidden: off until one asks for them.

import type { Room } from '@parley/client'
import { useEffect, useEffectEvent, useState } from 'react'
import { recall, remember } from '../remembered.ts'
import { texts } from '../texts.ts'

export interface MentionNotices {
  /** `none`: this browser has none. `blocked`: it was asked to show none. */
  readonly state: 'none' | 'off' | 'on' | 'blocked'
  /** One has asked for them here, and has been given an answer. */
  readonly asked: boolean
  toggle(): Promise<void>
}

const longestExcerpt = 160

/** @param onOpen one has clicked on a notice */
export function useMentionNotices(room: Room, ownPerson: string, onOpen: () => void): MentionNotices {
  const [wanted, setWanted] = useState(() => recall('mentionNotices') === 'on')
  const [asked, setAsked] = useState(false)
  const [permission, setPermission] = useState(() => permissionNow())
  const state =
    permission === undefined
      ? 'none'
      : permission === 'denied'
        ? 'blocked'
        : wanted && permission === 'granted'
          ? 'on'
          : 'off'
  const show = useEffectEvent((name: string, text: string, id: number) => {
    if (state === 'on' && document.visibilityState === 'hidden') notify(room.name, name, text, id, onOpen)
  })
  useEffect(() => {
    const ending = new AbortController()
    room.on(
      'message',
      ({ message: { id, person, name, text, mentions = [] } }) => {
        if (person !== ownPerson && mentions.some((mention) => mention.person === ownPerson)) show(name, text, id)
      },
      { signal: ending.signal },
    )
    return () => ending.abort()
  }, [room, ownPerson])
  const keep = (on: boolean) => {
    setWanted(on)
    remember('mentionNotices', on ? 'on' : 'off')
  }
  return {
    state,
    asked,
    async toggle() {
      if (state === 'on') return keep(false)
      if (permissionNow() === undefined) return
      setPermission(await Notification.requestPermission())
      setAsked(true)
      keep(true)
    },
  }
}

function permissionNow(): NotificationPermission | undefined {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : undefined
}

function notify(room: string, name: string, text: string, id: number, onOpen: () => void): void {
  try {
    const body = text.length > longestExcerpt ? `${text.slice(0, longestExcerpt).toWellFormed()}…` : text
    const notice = new Notification(texts.chat.mentionTitle(name, room), { body, tag: `parley-${room}-${id}` })
    notice.onclick = () => {
      window.focus()
      notice.close()
      onOpen()
    }
  } catch {
    // Chrome on Android shows notices of service workers only; the count in the title is still there.
  }
}
