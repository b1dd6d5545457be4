// People and shared screens as tiles that fill the space given to them.

import { useReceivingMode } from '../quality/quality-context.ts'
import type { GridLayout } from './grid-layout.ts'
import type { OwnPlace } from './own-place.ts'
import { SharedScreen } from './shared-screen.tsx'
import classes from './stage.module.css'
import type { StageItem } from './stage-item.ts'
import { Tile } from './tile.tsx'

interface Props {
  /** What these are, for those who listen. */
  label: string
  items: readonly StageItem[]
  layout: GridLayout
  gap: number
  pinned: string | undefined
  own: OwnPlace
  speaking: readonly string[]
  ownPicture: MediaStreamTrack | undefined
  ownSilent: boolean
}

export function PeopleGrid({ label, items, layout, gap, pinned, own, speaking, ownPicture, ownSilent }: Props) {
  const { columns, tile } = layout
  // The last picture would stand still.
  const soundOnly = useReceivingMode() === 'sound'
  return (
    <section
      className={classes['grid']}
      aria-label={label}
      style={{ gap, maxWidth: columns * tile.width + (columns - 1) * gap }}
    >
      {items.map(({ key, what, person }) =>
        what === 'screen' ? (
          <SharedScreen
            key={key}
            itemKey={key}
            name={person.name}
            picture={soundOnly ? undefined : person.screen?.media}
            pinned={key === pinned}
            size={tile}
          />
        ) : (
          <Tile
            key={person.isSelf ? 'self' : key}
            itemKey={key}
            name={person.name}
            isSelf={person.isSelf}
            picture={person.isSelf ? ownPicture : soundOnly ? undefined : person.camera?.media}
            silent={person.isSelf ? ownSilent : person.silent}
            reconnecting={person.reconnecting}
            speaking={speaking.includes(person.id)}
            pinned={key === pinned}
            own={own}
            size={tile}
          />
        ),
      )}
    </section>
  )
}
