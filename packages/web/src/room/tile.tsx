// One person in the grid: picture or initials, name, whether silent, whether speaking.

import { VisuallyHidden } from '@mantine/core'
import { IconMicrophoneOff } from '@tabler/icons-react'
import { memo } from 'react'
import { texts } from '../texts.ts'
import { Video } from '../video.tsx'
import { Avatar } from './avatar.tsx'
import type { Size } from './grid-layout.ts'
import classes from './tile.module.css'

interface Props {
  name: string
  isSelf: boolean
  picture: MediaStreamTrack | undefined
  silent: boolean
  speaking: boolean
  reconnecting: boolean
  size: Size
}

export const Tile = memo(function Tile({ name, isSelf, picture, silent, speaking, reconnecting, size }: Props) {
  const label = isSelf ? texts.room.you(name) : name
  return (
    <figure
      className={classes['tile']}
      style={{ width: size.width, height: size.height }}
      aria-label={label}
      data-speaking={(speaking && !silent) || undefined}
      data-small={size.width < 180 || undefined}
      data-away={reconnecting || undefined}
    >
      <Avatar name={name} size={Math.round(Math.min(size.width * 0.5, size.height * 0.45, 128))} />
      {picture && <Video track={picture} mirrored={isSelf} />}
      {reconnecting && !isSelf && <p className={classes['away']}>{texts.room.away}</p>}
      <figcaption className={classes['caption']}>
        {silent && (
          <>
            <IconMicrophoneOff size="1.2em" aria-hidden="true" className={classes['silent']} />
            <VisuallyHidden>{texts.room.muted}</VisuallyHidden>
          </>
        )}
        <bdi className={classes['name']}>{isSelf ? texts.room.youShort : name}</bdi>
      </figcaption>
    </figure>
  )
}, sameTile)

/** The layout makes a new size object with each change of anything; its numbers rarely change. */
function sameTile(a: Props, b: Props): boolean {
  return (
    a.name === b.name &&
    a.isSelf === b.isSelf &&
    a.picture === b.picture &&
    a.silent === b.silent &&
    a.speaking === b.speaking &&
    a.reconnecting === b.reconnecting &&
    a.size.width === b.size.width &&
    a.size.height === b.size.height
  )
}
