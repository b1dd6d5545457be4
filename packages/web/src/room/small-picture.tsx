// What the small window shows: the one who was pinned or who speaks, and whether one is heard oneself.

import { UnstyledButton } from '@mantine/core'
import { IconMicrophone, IconMicrophoneOff } from '@tabler/icons-react'
import { toggleLabel } from '../devices/toggle-label.ts'
import { texts } from '../texts.ts'
import { Video } from '../video.tsx'
import { Avatar } from './avatar.tsx'
import classes from './small-picture.module.css'
import type { StageItem } from './stage-item.ts'

interface Props {
  item: StageItem
  /** Undefined where the person may not publish it. */
  microphone: { on: boolean; toggle(): void } | undefined
}

export function SmallPicture({ item: { what, person }, microphone }: Props) {
  const video = what === 'screen' ? person.screen : person.camera
  const MicrophoneIcon = microphone?.on ? IconMicrophone : IconMicrophoneOff
  return (
    <main className={classes['picture']}>
      <Avatar name={person.name} size={96} />
      {video?.media && <Video key={video.trackId} track={video.media} whole={what === 'screen'} />}
      <p className={classes['caption']}>
        <bdi>{what === 'screen' ? texts.room.screenOf(person.name) : person.name}</bdi>
      </p>
      {microphone && (
        <UnstyledButton
          className={classes['microphone']}
          data-off={!microphone.on || undefined}
          aria-label={toggleLabel('microphone', microphone.on)}
          aria-pressed={!microphone.on}
          onClick={microphone.toggle}
        >
          <MicrophoneIcon size={20} stroke={1.75} />
        </UnstyledButton>
      )}
    </main>
  )
}
