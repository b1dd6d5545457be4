// Everything about the people of a room that the meeting shows in more than one place.

import { useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Capture } from '../devices/capture.ts'
import type { PersonView } from '../room/person-view.ts'
import type { RoomPicture } from '../room/room-store.ts'
import type { Inside } from '../room/visit.ts'
import { type Acts, actsIn } from './acts.ts'
import { type LobbyKeeper, lobbyKeeper } from './lobby-keeper.ts'
import type { Signs } from './signs.ts'
import { moderates } from './standing.ts'
import { useNews } from './use-news.ts'
import { useRights } from './use-rights.ts'
import { useOpenSigns } from './use-signs.ts'
import { wordsOfError } from './words-of-error.ts'

export type Dialog =
  | { readonly name: 'settings' }
  | { readonly name: 'invite' }
  | { readonly name: 'ban' | 'remove' | 'owner'; readonly person: PersonView }

export interface Hand {
  readonly raised: boolean
  toggle(): void
}

export interface People {
  readonly self: PersonView | undefined
  readonly moderates: boolean
  readonly acts: Acts
  readonly keeper: LobbyKeeper
  readonly signs: Signs
  readonly hand: Hand
  react(reaction: string): void
  readonly dialog: Dialog | undefined
  openDialog(dialog: Dialog): void
  closeDialog(): void
}

/** @param tell says in passing what happened */
export function usePeople(
  inside: Inside,
  picture: RoomPicture,
  capture: Capture,
  tell: (text: string) => void,
): People {
  const { room, parley } = inside
  const [dialog, setDialog] = useState<Dialog>()
  const opener = useRef<HTMLElement>(null)
  const signs = useOpenSigns(room)
  const self = picture.people.find(({ isSelf }) => isSelf)
  // The same functions all the time, so that the list draws only rows that have changed.
  const latest = useRef(tell)
  latest.current = tell
  const { acts, keeper } = useMemo(() => {
    const say = (text: string) => latest.current(text)
    return { acts: actsIn(room, say), keeper: lobbyKeeper(room, say) }
  }, [room])
  useNews(room, capture, tell)
  useRights(capture, parley.grants.publish, self?.publish)
  const raised = self?.handRaisedAtMs !== undefined
  const toggle = async () => {
    try {
      await room.raiseHand(!raised)
    } catch (error) {
      tell(wordsOfError(error))
    }
  }
  return {
    self,
    moderates: self !== undefined && moderates(self.role),
    acts,
    keeper,
    signs,
    hand: { raised, toggle: () => void toggle() },
    react: (reaction) => room.react(reaction),
    dialog,
    openDialog(next) {
      opener.current = openerOf(document.activeElement)
      setDialog(next)
    },
    closeDialog() {
      flushSync(() => setDialog(undefined)) // while the dialog stands it holds the focus
      const back = opener.current?.isConnected ? opener.current : document.querySelector('main')
      back?.focus()
    },
  }
}

/** Of an entry of a menu, which closes, the button that opened the menu. */
export function openerOf(element: Element | null): HTMLElement | null {
  const menu = element?.closest('[role="menu"]')
  const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : element
  return opener instanceof HTMLElement ? opener : null
}
