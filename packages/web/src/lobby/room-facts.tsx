// What one should know of a room before going in: what it is about, who is inside, and how its door is kept.

import { IconDoor, IconInfoCircle, IconLock, IconMicrophone, IconShieldLock } from '@tabler/icons-react'
import { Avatar } from '../room/avatar.tsx'
import { texts } from '../texts.ts'
import classes from './door.module.css'
import type { Seen } from './use-door.ts'

const mostFaces = 5

interface Props {
  seen: Seen
  /** Whether this person opens the room, if nobody has. */
  mayCreate: boolean
}

export function RoomFacts({ seen, mayCreate }: Props) {
  const { door } = texts
  const { kind, info } = seen
  const notes = notesOf(seen, mayCreate)
  return (
    <div className={classes['facts']} data-known={kind !== 'unknown' || undefined}>
      {info?.settings.topic && (
        <p className={classes['topic']}>
          <bdi>{info.settings.topic}</bdi>
        </p>
      )}
      {info && (
        <p className={classes['inside']}>
          {info.people?.slice(0, mostFaces).map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names are no keys, and the order is that of coming
            <Avatar key={index} name={name} size={32} />
          ))}
          <span>{door.inside(info.participantCount, info.people ?? [])}</span>
        </p>
      )}
      {kind === 'banned' && <p className={classes['warning']}>{door.banned}</p>}
      {notes.map(({ Icon, word }) => (
        <p key={word} className={classes['fact']}>
          <Icon size={18} stroke={1.75} aria-hidden="true" /> {word}
        </p>
      ))}
    </div>
  )
}

function notesOf({ kind, info }: Seen, mayCreate: boolean) {
  const { door } = texts
  if (kind === 'new') return [{ Icon: IconInfoCircle, word: mayCreate ? door.newRoom : door.noRoom }]
  if (info === undefined) return []
  const { settings, role = 'guest' } = info
  const outside = role === 'guest'
  return [
    settings.locked && { Icon: IconShieldLock, word: door.locked },
    outside && !settings.guests && { Icon: IconLock, word: door.membersOnly },
    outside && settings.lobby && { Icon: IconDoor, word: door.lobby },
    settings.audioOnly && { Icon: IconMicrophone, word: door.audioOnly },
    outside && settings.moderated && { Icon: IconMicrophone, word: door.moderated },
  ].filter((note) => note !== false)
}
