// One person in the list: who they are here, and whether they can be heard and seen.

import { VisuallyHidden } from '@mantine/core'
import { IconMicrophone, IconMicrophoneOff, IconScreenShare, IconVideo, IconVideoOff } from '@tabler/icons-react'
import { type ComponentProps, memo } from 'react'
import { QualityNote } from '../quality/quality-mark.tsx'
import { Avatar } from '../room/avatar.tsx'
import type { PersonView } from '../room/person-view.ts'
import { texts } from '../texts.ts'
import classes from './people.module.css'
import { PersonMenu } from './person-menu.tsx'

interface Props extends Omit<ComponentProps<typeof PersonMenu>, 'self'> {
  /** Undefined: not known yet, and so without a menu. */
  self: PersonView | undefined
  /** The place of the raised hand. */
  hand: number | undefined
}

export const PersonRow = memo(function PersonRow({ self, hand, ...menu }: Props) {
  const { person } = menu
  const words = texts.people
  const { name, isSelf, role, silent, camera, screen, reconnecting, publish } = person
  const maySpeak = publish.includes('microphone')
  const notes = [
    role !== 'guest' && words.roles[role],
    reconnecting && texts.room.away,
    !maySpeak && words.mayNotSpeak,
  ].filter((note) => note !== false)
  return (
    <li className={classes['person']} data-away={reconnecting || undefined}>
      <Avatar name={name} size={36} />
      <div className={classes['who']}>
        <span className={classes['name']}>{isSelf ? texts.room.you(name) : <bdi>{name}</bdi>}</span>
        {notes.length > 0 && <span className={classes['note']}>{notes.join(' · ')}</span>}
      </div>
      {hand !== undefined && (
        <span className={classes['hand']}>
          <span aria-hidden="true">✋ {hand}</span>
          <VisuallyHidden>{words.hand(hand)}</VisuallyHidden>
        </span>
      )}
      <QualityNote participant={person.id} name={name} isSelf={isSelf} />
      {screen && <State Icon={IconScreenShare} label={words.sharing} />}
      {camera ? (
        <State Icon={IconVideo} label={words.cameraOn} />
      ) : (
        <State Icon={IconVideoOff} label={words.cameraOff} off />
      )}
      {silent ? (
        <State Icon={IconMicrophoneOff} label={words.microphoneOff} off />
      ) : (
        <State Icon={IconMicrophone} label={words.microphoneOn} />
      )}
      <div className={classes['menu']}>{self && <PersonMenu self={self} {...menu} />}</div>
    </li>
  )
})

function State({ Icon, label, off }: { Icon: typeof IconVideo; label: string; off?: boolean }) {
  return (
    <span className={classes['state']} data-off={off} title={label}>
      <Icon size={18} stroke={1.75} aria-hidden="true" />
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  )
}
