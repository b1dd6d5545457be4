// One person in the grid: picture or initials, name, whether silent, whether speaking.

import { VisuallyHidden } from '@mantine/core'
import { IconMicrophoneOff, IconPin } from '@tabler/icons-react'
import { memo } from 'react'
import { usePreferences } from '../devices/preferences.tsx'
import { PersonSigns } from '../people/person-signs.tsx'
import { QualityMark } from '../quality/quality-mark.tsx'
import { texts } from '../texts.ts'
import { Video } from '../video.tsx'
import { Avatar } from './avatar.tsx'
import type { Size } from './grid-layout.ts'
import type { OwnPlace } from './own-place.ts'
import classes from './tile.module.css'
import { TileMenu } from './tile-menu.tsx'

interface Props {
  /** Of the stage item. */
  itemKey: string
  name: string
  isSelf: boolean
  picture: MediaStreamTrack | undefined
  silent: boolean
  speaking: boolean
  reconnecting: boolean
  pinned: boolean
  /** Where one sees oneself. */
  own: OwnPlace
  size: Size
}

export const Tile = memo(function Tile(props: Props) {
  const { itemKey, name, isSelf, picture, silent, speaking, reconnecting, pinned, own, size } = props
  const { mirrored } = usePreferences()
  const label = isSelf ? texts.room.you(name) : name
  return (
    <figure
      // A tap on it brings its buttons.
      tabIndex={-1}
      className={classes['tile']}
      style={{ width: size.width, height: size.height }}
      aria-label={label}
      data-speaking={(speaking && !silent) || undefined}
      data-self={isSelf || undefined}
      data-small={size.width < 180 || undefined}
      data-away={(reconnecting && !isSelf) || undefined}
    >
      <Avatar name={name} size={Math.round(Math.min(size.width * 0.5, size.height * 0.45, 128))} />
      {picture && <Video track={picture} mirrored={isSelf && mirrored} />}
      {reconnecting && !isSelf && <p className={classes['away']}>{texts.room.away}</p>}
      <PersonSigns participant={itemKey} />
      <figcaption className={classes['caption']}>
        {silent && (
          <>
            <IconMicrophoneOff size="1.2em" aria-hidden="true" className={classes['silent']} />
            <VisuallyHidden>{texts.room.muted}</VisuallyHidden>
          </>
        )}
        {pinned && <IconPin size="1.2em" aria-hidden="true" />}
        <bdi className={classes['name']}>{isSelf ? texts.room.youShort : name}</bdi>
        <QualityMark participant={itemKey} name={name} isSelf={isSelf} />
      </figcaption>
      <TileMenu itemKey={itemKey} label={label} isSelf={isSelf} pinned={pinned} own={isSelf ? own : undefined} />
    </figure>
  )
}, sameTile)

/** The layout makes a new size object with each change of anything; its numbers rarely change. */
function sameTile(a: Props, b: Props): boolean {
  return (
    a.itemKey === b.itemKey &&
    a.name === b.name &&
    a.isSelf === b.isSelf &&
    a.picture === b.picture &&
    a.silent === b.silent &&
    a.speaking === b.speaking &&
    a.reconnecting === b.reconnecting &&
    a.pinned === b.pinned &&
    a.own === b.own &&
    a.size.width === b.size.width &&
    a.size.height === b.size.height
  )
}
