// Everything about the people of a room that the meeting shows in more than one place.

import { useState } from 'react'
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
  | { readonly name: 'ban'; readonly person: PersonView }

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
  const signs = useOpenSigns(room)
  const self = picture.people.find(({ isSelf }) => isSelf)
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
    acts: actsIn(room, tell),
    keeper: lobbyKeeper(room, tell),
    signs,
    hand: { raised, toggle: () => void toggle() },
    react: (reaction) => room.react(reaction),
    dialog,
    openDialog: setDialog,
    closeDialog: () => setDialog(undefined),
  }
}
