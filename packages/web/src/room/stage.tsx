// The people and what they show, arranged on the whole screen.

import type { Room, TrackSource } from '@parley/client'
import type { Capture } from '../devices/capture.ts'
import { useCapture } from '../devices/use-capture.ts'
import { texts } from '../texts.ts'
import { useSize } from '../use-size.ts'
import { FloatingSelf } from './floating-self.tsx'
import type { Size } from './grid-layout.ts'
import { PageTurner } from './page-turner.tsx'
import { PeopleGrid } from './people-grid.tsx'
import type { RoomPicture } from './room-store.ts'
import classes from './stage.module.css'
import { type StageActions, StageActionsContext, type StageChoices } from './stage-choices.ts'
import type { StageItem } from './stage-item.ts'
import { gap } from './stage-layout.ts'
import { useArrangement } from './use-arrangement.ts'
import { type Shown, useView } from './use-view.ts'

interface Props {
  room: Room
  picture: RoomPicture
  choices: StageChoices
  actions: StageActions
  capture: Capture
  /** Whether the pictures of the others do not move because no connection brings them. */
  still: boolean
  /** What is shown in a window of its own. */
  outside: StageItem | undefined
  /** Which of our devices the others get at all. */
  granted: readonly TrackSource[]
}

/** About as large as the window that shows one picture outside of the page. */
const smallWindow: Size = { width: 480, height: 270 }

export function Stage({ room, picture, choices, actions, capture, still, outside, granted }: Props) {
  const [stage, size] = useSize<HTMLDivElement>()
  const { camera, microphone } = useCapture(capture)
  const { spaces, large, largeLayout, tiles, layout, page, pageCount, floating } = useArrangement(
    picture,
    choices,
    size,
  )
  const shownOf = ({ what, person }: StageItem, tile: Size, isLarge: boolean): Shown[] => {
    const video = what === 'screen' ? person.screen : person.camera
    if (!video || person.isSelf) return []
    const priority = isLarge ? 100 : picture.speaking.includes(person.id) ? 10 : 1
    return [{ trackId: video.trackId, ...tile, priority }]
  }
  const shown = [
    ...large.flatMap((item) => shownOf(item, largeLayout.tile, true)),
    ...tiles.flatMap((item) => shownOf(item, layout.tile, false)),
  ]
  // Where it is on the page too, it is as large as there.
  const outsideTile = large.some(({ key }) => key === outside?.key) ? largeLayout.tile : smallWindow
  useView(room, shown, outside ? shownOf(outside, outsideTile, true) : [])
  const common = {
    gap,
    pinned: choices.pinned,
    own: choices.own,
    speaking: picture.speaking,
    ownPicture: granted.includes('camera') ? (camera.track ?? undefined) : undefined,
    ownSilent: !granted.includes('microphone') || !microphone.wanted || !microphone.track,
  }
  return (
    <StageActionsContext value={actions}>
      <div
        ref={stage}
        className={classes['stage']}
        style={{ gap, flexDirection: spaces.direction }}
        data-still={still || undefined}
      >
        {large.length > 0 && (
          <div className={classes['space']} style={spaces.large}>
            <PeopleGrid {...common} label={texts.stage.large} items={large} layout={largeLayout} />
          </div>
        )}
        {tiles.length > 0 && (
          <PageTurner page={page} pageCount={pageCount} space={spaces.people} onTurn={actions.turn}>
            <PeopleGrid {...common} label={texts.room.participants} items={tiles} layout={layout} />
          </PageTurner>
        )}
        {floating && (
          <FloatingSelf
            {...common}
            item={floating}
            corner={choices.corner}
            space={large.length > 0 ? spaces.large : size}
            stage={size}
          />
        )}
      </div>
    </StageActionsContext>
  )
}
