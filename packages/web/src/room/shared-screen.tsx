// A screen that somebody shares, all of it.

import { IconScreenShare } from '@tabler/icons-react'
import { texts } from '../texts.ts'
import { Video } from '../video.tsx'
import type { Size } from './grid-layout.ts'
import classes from './tile.module.css'

interface Props {
  name: string
  picture: MediaStreamTrack | undefined
  size: Size
}

export function SharedScreen({ name, picture, size }: Props) {
  const label = texts.room.screenOf(name)
  return (
    <figure className={classes['tile']} style={{ width: size.width, height: size.height }} aria-label={label}>
      {picture && <Video track={picture} whole />}
      <figcaption className={classes['caption']}>
        <IconScreenShare size="1.2em" aria-hidden="true" />
        <bdi className={classes['name']}>{label}</bdi>
      </figcaption>
    </figure>
  )
}
