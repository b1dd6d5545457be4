// The people of a room as tiles that fill the space given to them.

import { VisuallyHidden } from '@mantine/core'
import { texts } from '../texts.ts'
import type { GridLayout } from './grid-layout.ts'
import type { PersonView } from './person-view.ts'
import classes from './stage.module.css'
import tileClasses from './tile.module.css'
import { Tile } from './tile.tsx'

interface Props {
  people: readonly PersonView[]
  layout: GridLayout
  gap: number
  /** How many are not on the screen. */
  hidden: number
  speaking: readonly string[]
  ownPicture: MediaStreamTrack | undefined
  ownSilent: boolean
}

export function PeopleGrid({ people, layout, gap, hidden, speaking, ownPicture, ownSilent }: Props) {
  const { columns, tile } = layout
  return (
    <section
      className={classes['grid']}
      aria-label={texts.room.participants}
      style={{ gap, maxWidth: columns * tile.width + (columns - 1) * gap }}
    >
      {people.map((person) => (
        <Tile
          key={person.isSelf ? 'self' : person.id}
          name={person.name}
          isSelf={person.isSelf}
          picture={person.isSelf ? ownPicture : person.camera?.media}
          silent={person.isSelf ? ownSilent : person.silent}
          reconnecting={person.reconnecting}
          speaking={speaking.includes(person.id)}
          size={tile}
        />
      ))}
      {hidden > 0 && (
        <div
          className={`${tileClasses['tile']} ${tileClasses['more']}`}
          style={{ width: tile.width, height: tile.height }}
        >
          <span aria-hidden="true">+{hidden}</span>
          <VisuallyHidden>{texts.room.others(hidden)}</VisuallyHidden>
        </div>
      )}
    </section>
  )
}
