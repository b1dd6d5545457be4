// How this person looks at the people, for all who need to know or change it: the stage, its tiles, the menu and the keys.

import { createContext } from 'react'
import type { LargeWish } from './choose-large.ts'
import type { Corner, OwnPlace } from './own-place.ts'

export interface StageChoices extends LargeWish {
  readonly own: OwnPlace
  readonly corner: Corner
  /** From 0; the stage shows the last one there is. */
  readonly page: number
}

export interface StageActions {
  /** Large instead of the others, or not any more. */
  pin(key: string | undefined): void
  showOwn(place: OwnPlace): void
  moveOwn(corner: Corner): void
  turn(page: number): void
}

const nothing = () => {}

/** The functions stay the same, so that no tile is drawn anew because of them. */
export const StageActionsContext = createContext<StageActions>({
  pin: nothing,
  showOwn: nothing,
  moveOwn: nothing,
  turn: nothing,
})
