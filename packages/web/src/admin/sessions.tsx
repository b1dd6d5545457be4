// Sessions: who is on this server now, from where and with what; and putting one out.

import { Button, TextInput } from '@mantine/core'
import type { Parley, SessionInfo } from '@parley/client'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { isolate } from '../isolate.ts'
import { adminTexts } from '../texts/admin.ts'
import classes from './admin.module.css'
import { attempt, Confirm } from './dialogs.tsx'
import { formatCount, formatMoment } from './format.ts'
import { addressOf, type Place, walk } from './place.ts'
import { type Column, Records } from './records.tsx'
import { type PageQuery, usePage } from './use-page.ts'

interface Props {
  parley: Parley
  /** '': of all rooms, and of none. */
  room: string
  go(place: Place): void
  onDone(words: string): void
}

export function Sessions({ parley, room, go, onDone }: Props) {
  const { sessions: words, list: lists } = adminTexts
  const [search, setSearch] = useState('')
  const [asked, setAsked] = useState<SessionInfo>()
  const load = useCallback(
    async (query: PageQuery) => {
      const { sessions, ...page } = await parley.admin.sessions({ ...query, ...(room === '' ? {} : { room }) })
      return { items: sessions, ...page }
    },
    [parley, room],
  )
  const list = usePage(load, search)
  return (
    <>
      <div className={classes['tools']}>
        <TextInput
          className={classes['search'] ?? ''}
          aria-label={words.searchLabel}
          placeholder={words.searchLabel}
          type="search"
          leftSection={<IconSearch size={18} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {room !== '' && (
          <Button
            variant="light"
            rightSection={<IconX size={16} />}
            aria-label={`${words.inRoom(room)}. ${words.allRooms}`}
            onClick={() => go({ tab: 'sessions', room: '' })}
          >
            {words.inRoom(room)}
          </Button>
        )}
        {list.total !== undefined && <span className={classes['total']}>{lists.total(formatCount(list.total))}</span>}
      </div>
      <Records
        label={adminTexts.tabs.sessions}
        list={list}
        columns={columnsFor(parley, go, setAsked)}
        keyOf={({ id }) => id}
        search={search}
        none={words.none}
      />
      {asked !== undefined && (
        <PutOut
          session={asked}
          parley={parley}
          onClose={() => setAsked(undefined)}
          onDone={() => {
            onDone(words.wasPutOut(asked.name))
            list.reload()
          }}
        />
      )}
    </>
  )
}

function columnsFor(
  parley: Parley,
  go: (place: Place) => void,
  ask: (session: SessionInfo) => void,
): Column<SessionInfo>[] {
  const { sessions: words, list } = adminTexts
  return [
    { label: words.person, head: true, cell: (session) => <Who session={session} parley={parley} /> },
    { label: words.rooms, cell: ({ rooms }) => <RoomLinks rooms={rooms} go={go} /> },
    { label: words.client, cell: ({ client }) => <bdi>{client}</bdi> },
    { label: words.network, cell: ({ network }) => <span className={classes['date']}>{network}</span> },
    { label: words.since, cell: ({ since }) => <span className={classes['date']}>{formatMoment(since)}</span> },
    {
      label: list.actions,
      actions: true,
      cell: (session) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={words.putOutLabel(session.name)}
          onClick={() => ask(session)}
        >
          {words.putOut}
        </Button>
      ),
    },
  ]
}

function Who({ session: { name, person, guest, admin, connected }, parley }: { session: SessionInfo; parley: Parley }) {
  const { sessions: words } = adminTexts
  return (
    <span className={classes['chips']}>
      <bdi>{name}</bdi>
      {person === parley.person.id && <span className={classes['chip']}>{words.you}</span>}
      {guest && <span className={classes['chip']}>{words.guest}</span>}
      {admin && (
        <span className={classes['chip']} data-kind="good">
          {words.admin}
        </span>
      )}
      {!connected && (
        <span className={classes['chip']} data-kind="bad">
          {words.away}
        </span>
      )}
    </span>
  )
}

function RoomLinks({ rooms, go }: { rooms: readonly string[]; go(place: Place): void }) {
  if (rooms.length === 0) return <span className={classes['quiet']}>–</span>
  return (
    <span className={classes['chips']}>
      {rooms.map((room) => {
        const place: Place = { tab: 'sessions', room }
        return (
          <a
            key={room}
            className={classes['link']}
            href={addressOf(place)}
            onClick={(event) => walk(event, () => go(place))}
          >
            {isolate(room)}
          </a>
        )
      })}
    </span>
  )
}

interface PutOutProps {
  session: SessionInfo
  parley: Parley
  onDone(): void
  onClose(): void
}

function PutOut({ session, parley, onDone, onClose }: PutOutProps) {
  const { sessions: words } = adminTexts
  const [reason, setReason] = useState('')
  const act = () =>
    attempt(
      async () => {
        await parley.admin.closeSession(session, reason.trim() === '' ? undefined : reason.trim())
        onDone()
      },
      { 'session.notFound': words.gone },
    )
  return (
    <Confirm
      title={words.putOutTitle(session.name)}
      hint={words.putOutHint}
      act={words.putOut}
      onAct={act}
      onClose={onClose}
    >
      <TextInput
        label={words.reason}
        placeholder={words.reasonPlaceholder}
        maxLength={110}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
    </Confirm>
  )
}
