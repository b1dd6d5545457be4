// What one sees of the others: the grid of people and, if somebody shares one, a large screen.

import type { Room, TrackSource } from '@parley/client'
import { useRef } from 'react'
import type { Capture } from '../devices/capture.ts'
import { useCapture } from '../devices/use-capture.ts'
import { useSize } from '../use-size.ts'
import { chooseVisible } from './choose-visible.ts'
import { layOut } from './grid-layout.ts'
import { PeopleGrid } from './people-grid.tsx'
import type { PersonView } from './person-view.ts'
import type { RoomPicture } from './room-store.ts'
import { SharedScreen } from './shared-screen.tsx'
import classes from './stage.module.css'
import { divide, gap, placePeople } from './stage-layout.ts'
import { type Shown, useView } from './use-view.ts'

interface Props {
  room: Room
  picture: RoomPicture
  capture: Capture
  /** Which of our devices the others get at all. */
  granted: readonly TrackSource[]
}

export function Stage({ room, picture, capture, granted }: Props) {
  const [stage, size] = useSize<HTMLDivElement>()
  const { camera, microphone } = useCapture(capture)
  const screens = picture.people.filter((person) => person.screen && !person.isSelf)
  const spaces = divide(size, screens.length > 0)
  const { shown, layout } = placePeople(picture.participantCount, spaces)
  const people = useVisible(picture, shown)
  const hidden = picture.participantCount - people.length
  const screenTile = screens.length === 1 ? spaces.screens : layOut(screens.length, spaces.screens, gap).tile

  useView(room, [
    ...screens.flatMap((person): Shown[] =>
      person.screen ? [{ trackId: person.screen.trackId, ...screenTile, priority: 100 }] : [],
    ),
    ...people.flatMap((person): Shown[] => {
      if (!person.camera || person.isSelf) return []
      const priority = picture.speaking.includes(person.id) ? 10 : 1
      return [{ trackId: person.camera.trackId, ...layout.tile, priority }]
    }),
  ])

  return (
    <div ref={stage} className={classes['stage']} style={{ gap, flexDirection: spaces.direction }}>
      {screens.length > 0 && (
        <div className={classes['space']} style={spaces.screens}>
          {screens.map((person) => (
            <SharedScreen key={person.id} name={person.name} picture={person.screen?.media} size={screenTile} />
          ))}
        </div>
      )}
      <div className={classes['space']} style={spaces.people}>
        <PeopleGrid
          people={people}
          layout={layout}
          gap={gap}
          hidden={hidden}
          speaking={picture.speaking}
          ownPicture={granted.includes('camera') ? (camera.track ?? undefined) : undefined}
          ownSilent={!granted.includes('microphone') || !microphone.wanted || !microphone.track}
        />
      </div>
    </div>
  )
}

/** The others that fit, and oneself as the last. */
function useVisible({ people, speaking }: RoomPicture, places: number): readonly PersonView[] {
  const before = useRef<readonly string[]>([])
  const byId = new Map(people.map((person) => [person.id, person]))
  const others = people.filter((person) => !person.isSelf).map((person) => person.id)
  const visible = chooseVisible(before.current, others, Math.max(0, places - 1), speaking)
  before.current = visible
  return [...visible.flatMap((id) => byId.get(id) ?? []), ...people.filter((person) => person.isSelf)]
}
