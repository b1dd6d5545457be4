// One room in a list: what it is called and about, who is inside, and how its door is kept.

import { VisuallyHidden } from '@mantine/core'
import type { RoomInfo } from '@parley/client'
import { IconDoor, IconLock, IconMicrophone, IconShieldLock } from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import { pathOfRoom } from '../address.ts'
import { Avatar } from '../room/avatar.tsx'
import { texts } from '../texts.ts'
import classes from './rooms.module.css'

interface Props {
  info: RoomInfo
  /** Where the person runs the server, the role says nothing: the server gives them the highest everywhere. */
  showsRole: boolean
  onOpen(path: string): void
}

const mostFaces = 3

export function RoomCard({ info, showsRole, onOpen }: Props) {
  const { room, settings, hasPassword, participantCount, role, people } = info
  const path = pathOfRoom(room)
  const words = texts.home.card
  const open = (event: MouseEvent) => {
    // With a key held down, the browser opens it as it opens any link.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    onOpen(path)
  }
  const faces = people?.slice(0, mostFaces) ?? []
  const marks = [
    hasPassword && { Icon: IconLock, word: words.password },
    settings.locked && { Icon: IconShieldLock, word: words.locked },
    settings.lobby && { Icon: IconDoor, word: words.lobby },
    settings.audioOnly && { Icon: IconMicrophone, word: words.audioOnly },
  ].filter((mark) => mark !== false)
  return (
    <li>
      <a href={path} className={classes['card']} onClick={open} data-busy={participantCount > 0 || undefined}>
        <span className={classes['what']}>
          <strong>
            <bdi>{settings.title || room}</bdi>
          </strong>
          {showsRole && role !== undefined && role !== 'guest' && (
            <span className={classes['role']}>{words.role[role]}</span>
          )}
        </span>
        {settings.topic !== '' && (
          <span className={classes['topic']}>
            <bdi>{settings.topic}</bdi>
          </span>
        )}
        <span className={classes['inside']}>
          {faces.length > 0 && (
            <span className={classes['faces']} aria-hidden="true">
              {faces.map((name, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: names are no keys, and the order is that of coming
                <Avatar key={index} name={name} size={28} />
              ))}
            </span>
          )}
          <span className={classes['names']}>
            {faces.length > 0 && <VisuallyHidden>{words.insideAre} </VisuallyHidden>}
            {words.inside(participantCount, people ?? [])}
          </span>
        </span>
        {marks.length > 0 && (
          <span className={classes['marks']}>
            {marks.map(({ Icon, word }) => (
              <span key={word}>
                <Icon size={15} stroke={1.75} aria-hidden="true" /> {word}
              </span>
            ))}
          </span>
        )}
      </a>
    </li>
  )
}
