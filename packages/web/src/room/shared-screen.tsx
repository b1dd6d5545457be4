// A screen that somebody shares, all of it.

import { IconPin, IconScreenShare } from '@tabler/icons-react'
import { texts } from '../texts.ts'
import { Video } from '../video.tsx'
import type { Size } from './grid-layout.ts'
import classes from './tile.module.css'
import { TileMenu } from './tile-menu.tsx'

interface Props {
  /** Of the stage item. */
  itemKey: string
  name: string
  picture: MediaStreamTrack | undefined
  pinned: boolean
  size: Size
}

export function SharedScreen({ itemKey, name, picture, pinned, size }: Props) {
  const label = texts.room.screenOf(name)
  return (
    <figure
      tabIndex={-1}
      className={classes['tile']}
      style={{ width: size.width, height: size.height }}
      aria-label={label}
      data-small={size.width < 180 || undefined}
    >
      {picture && <Video track={picture} whole />}
      <figcaption className={classes['caption']}>
        {pinned ? <IconPin size="1.2em" aria-hidden="true" /> : <IconScreenShare size="1.2em" aria-hidden="true" />}
        <bdi className={classes['name']}>{label}</bdi>
      </figcaption>
      <TileMenu itemKey={itemKey} label={label} isSelf={false} pinned={pinned} own={undefined} />
    </figure>
  )
}
