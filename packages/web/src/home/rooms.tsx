// My rooms and public rooms, with who is inside.

import { Button, Loader, TextInput } from '@mantine/core'
import type { RoomInfo } from '@parley/client'
import { IconSearch } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { LineState } from '../lobby/line.ts'
import { texts } from '../texts.ts'
import { RoomCard } from './room-card.tsx'
import classes from './rooms.module.css'
import { useRooms } from './use-rooms.ts'

interface Props {
  line: LineState
  onRetry(): void
  onOpen(path: string): void
}

/** From so many on, one would rather type than look. */
const manyRooms = 9

export function Rooms({ line, onRetry, onOpen }: Props) {
  const [typed, setTyped] = useState('')
  const [pages, setPages] = useState(1)
  const parley = line.phase === 'open' || line.phase === 'interrupted' ? line.parley : undefined
  const found = useRooms(parley, typed, pages)
  const { more, search, failed } = found
  const rooms = line.phase === 'refused' ? undefined : found.rooms
  const words = texts.home
  const runs = parley?.grants.admin === true
  const searching = typed !== '' || search !== ''
  const lost = line.phase === 'unreachable' || line.phase === 'interrupted' || (failed && line.phase === 'open')
  const refusal = line.phase === 'refused' && line.reason !== 'session.tokenRequired' ? wordsOf(line.reason) : undefined
  return (
    <div className={classes['rooms']} aria-busy={rooms === undefined}>
      {lost && (
        <div className={classes['trouble']} role="alert">
          <p>{rooms === undefined ? words.unreachable : words.unreachableStale}</p>
          <Button size="compact-md" variant="default" onClick={onRetry}>
            {words.retry}
          </Button>
        </div>
      )}
      {refusal && (
        <p className={classes['trouble']} role="alert">
          {refusal.title}. {refusal.hint}
        </p>
      )}
      {rooms === undefined && line.phase !== 'refused' && !lost && (
        <p className={classes['waiting']}>
          <Loader type="dots" size="sm" aria-hidden="true" />
          <span>{words.loading}</span>
        </p>
      )}
      {rooms !== undefined && (
        <>
          {(searching || more || rooms.length >= manyRooms) && (
            <TextInput
              type="search"
              aria-label={words.search}
              placeholder={words.search}
              leftSection={<IconSearch size={18} />}
              maxLength={128}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          )}
          <Group title={runs ? words.all : words.mine} rooms={rooms.filter(isMine)} showRoles={!runs} onOpen={onOpen} />
          <Group title={words.public} rooms={rooms.filter((room) => !isMine(room))} showRoles={!runs} onOpen={onOpen} />
          {rooms.length === 0 && (
            <p className={classes['empty']} role="status">
              {searching ? words.nothingFound(search) : words.empty}
            </p>
          )}
          {more && (
            <Button variant="default" onClick={() => setPages((now) => now + 1)}>
              {words.more}
            </Button>
          )}
        </>
      )}
    </div>
  )
}

interface GroupProps {
  title: string
  rooms: readonly RoomInfo[]
  /** Whether each room says what one is there. */
  showRoles: boolean
  onOpen(path: string): void
}

function Group({ title, rooms, showRoles, onOpen }: GroupProps) {
  const id = useId()
  if (rooms.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes['heading']}>
        {title}
      </h2>
      <ul className={classes['list']}>
        {rooms.map((info) => (
          <RoomCard key={info.room} info={info} showsRole={showRoles} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  )
}

/** Why the server would not have this page, or this token. */
function wordsOf(reason: string | undefined): { readonly title: string; readonly hint: string } {
  const { ended } = texts
  return reason === 'session.versionUnsupported' ? ended.outdated : ended.tokenInvalid
}

function isMine({ role = 'guest' }: RoomInfo): boolean {
  return role !== 'guest'
}
