// Keeps how this person looks at the people; the next visit begins as this one ended.

import { useMemo, useState } from 'react'
import { recall, remember } from '../remembered.ts'
import { isSpeakerView, keysOf, type ViewMode } from './choose-large.ts'
import { type Corner, isCorner, isOwnPlace, type OwnPlace } from './own-place.ts'
import type { PersonView } from './person-view.ts'
import type { StageActions, StageChoices } from './stage-choices.ts'
import { sharedScreens } from './stage-item.ts'

interface UsedChoices {
  readonly choices: StageChoices
  readonly actions: StageActions
  /** Whether something is shown large: who speaks, a screen, or what was pinned. */
  readonly speakerView: boolean
  /** To the grid, or from it to the speaker view. */
  toggleView(): void
}

export function useStageChoices(people: readonly PersonView[]): UsedChoices {
  const [choices, setChoices] = useState(recallChoices)
  const actions = useMemo((): StageActions => {
    const change = (part: Partial<StageChoices>) => setChoices((now) => ({ ...now, ...part }))
    return {
      pin: (pinned) => change({ pinned, page: 0 }),
      showOwn(own) {
        remember('ownPlace', own)
        change({ own })
      },
      moveOwn(corner) {
        remember('ownCorner', corner)
        change({ corner })
      },
      turn: (page) => change({ page }),
    }
  }, [])
  const speakerView = isSpeakerView(people, choices)
  const toggleView = () => {
    const mode: ViewMode = speakerView ? 'grid' : 'speaker'
    remember('viewMode', mode)
    const gridDespite = speakerView ? keysOf(sharedScreens(people)) : ''
    setChoices((now) => ({ ...now, mode, gridDespite, pinned: undefined, page: 0 }))
  }
  return { choices, actions, speakerView, toggleView }
}

function recallChoices(): StageChoices {
  const own = recall('ownPlace')
  const corner = recall('ownCorner')
  return {
    mode: recall('viewMode') === 'speaker' ? 'speaker' : 'grid',
    pinned: undefined,
    gridDespite: '',
    own: isOwnPlace(own) ? own : ('grid' satisfies OwnPlace),
    corner: isCorner(corner) ? corner : ('bottomRight' satisfies Corner),
    page: 0,
  }
}
