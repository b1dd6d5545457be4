// Rooms: those that are open with who is inside, and all that are kept.

import { ActionIcon, Menu, SegmentedControl, TextInput } from '@mantine/core'
import type { OpenRoom, Parley, RoomInfo } from '@parley/client'
import { IconDoorExit, IconDotsVertical, IconExternalLink, IconSearch, IconTrash, IconUsers } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { pathOfRoom } from '../address.ts'
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
  go(place: Place): void
  onDone(words: string): void
}

type Room = RoomInfo | OpenRoom
type Asked = { readonly act: 'close' | 'delete'; readonly room: string }

export function Rooms({ parley, go, onDone }: Props) {
  const { rooms, list: words } = adminTexts
  const [which, setWhich] = useState<'open' | 'all'>('open')
  const [search, setSearch] = useState('')
  const [asked, setAsked] = useState<Asked>()
  const load = useCallback((query: PageQuery) => loadRooms(parley, which, query), [parley, which])
  const list = usePage(load, search)
  const done = (said: string) => {
    onDone(said)
    list.reload()
  }
  return (
    <>
      <div className={classes['tools']}>
        <SegmentedControl
          className={classes['switcher'] ?? ''}
          aria-label={rooms.which}
          value={which}
          onChange={(value) => setWhich(value === 'all' ? 'all' : 'open')}
          data={[
            { value: 'open', label: rooms.open },
            { value: 'all', label: rooms.all },
          ]}
        />
        <TextInput
          className={classes['search'] ?? ''}
          aria-label={rooms.searchLabel}
          placeholder={rooms.searchLabel}
          type="search"
          leftSection={<IconSearch size={18} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {list.total !== undefined && <span className={classes['total']}>{words.total(formatCount(list.total))}</span>}
      </div>
      <Records
        label={adminTexts.tabs.rooms}
        list={list}
        columns={columnsFor(go, setAsked)}
        keyOf={({ room }) => room}
        search={search}
        none={which === 'open' ? rooms.none : rooms.noneAtAll}
        noneHint={rooms.noneHint}
      />
      {asked !== undefined && (
        <ConfirmRoom asked={asked} parley={parley} onDone={done} onClose={() => setAsked(undefined)} />
      )}
    </>
  )
}

async function loadRooms(parley: Parley, which: 'open' | 'all', { after, ...query }: PageQuery) {
  if (which === 'open') {
    const { rooms, total } = await parley.admin.openRooms(query)
    return { items: rooms as readonly Room[], total }
  }
  const { rooms, next } = await parley.listRooms({ ...query, ...(after === undefined ? {} : { after }) })
  return { items: rooms as readonly Room[], next }
}

function columnsFor(go: (place: Place) => void, ask: (asked: Asked) => void): Column<Room>[] {
  const { rooms, list } = adminTexts
  return [
    {
      label: rooms.room,
      head: true,
      cell: ({ room, settings }) => (
        <div>
          {isolate(settings.title || room)}
          {settings.title !== '' && settings.title !== room && <div className={classes['quiet']}>{isolate(room)}</div>}
        </div>
      ),
    },
    { label: rooms.people, numeric: true, cell: ({ participantCount }) => formatCount(participantCount) },
    { label: rooms.inside, cell: (room) => <Inside room={room} go={go} /> },
    { label: rooms.settings, cell: (room) => <Settings room={room} /> },
    {
      label: rooms.created,
      cell: ({ createdAt }) => <span className={classes['date']}>{formatMoment(createdAt)}</span>,
    },
    { label: list.actions, actions: true, corner: true, cell: ({ room }) => <Actions room={room} go={go} ask={ask} /> },
  ]
}

function Inside({ room: { room, people = [], participantCount }, go }: { room: Room; go(place: Place): void }) {
  const { rooms } = adminTexts
  if (participantCount === 0) return <span className={classes['quiet']}>{rooms.empty}</span>
  const place: Place = { tab: 'sessions', room }
  const names = people.slice(0, 3).map(isolate).join(', ')
  const shown = rooms.andMore(names, participantCount - Math.min(3, people.length))
  return (
    <a
      className={classes['link']}
      href={addressOf(place)}
      aria-label={`${shown}. ${rooms.who(room)}`}
      onClick={(event) => walk(event, () => go(place))}
    >
      {shown}
    </a>
  )
}

function Settings({ room: { settings, hasPassword } }: { room: Room }) {
  const { setting, plain } = adminTexts.rooms
  const chips = [
    ...(hasPassword ? [setting.password] : []),
    ...(settings.lobby ? [setting.lobby] : []),
    ...(settings.locked ? [setting.locked] : []),
    ...(settings.moderated ? [setting.moderated] : []),
    ...(settings.guests ? [] : [setting.membersOnly]),
    ...(settings.audioOnly ? [setting.audioOnly] : []),
    ...(settings.listed ? [setting.listed] : []),
  ]
  if (chips.length === 0) return <span className={classes['quiet']}>{plain}</span>
  return (
    <span className={classes['chips']}>
      {chips.map((chip) => (
        <span key={chip} className={classes['chip']}>
          {chip}
        </span>
      ))}
    </span>
  )
}

function Actions({ room, go, ask }: { room: string; go(place: Place): void; ask(asked: Asked): void }) {
  const { rooms } = adminTexts
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={36} variant="subtle" color="gray" aria-label={rooms.actions(room)}>
          <IconDotsVertical size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUsers size={18} />} onClick={() => go({ tab: 'sessions', room })}>
          {rooms.sessions}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={pathOfRoom(room)}
          target="_blank"
          rel="noopener"
          leftSection={<IconExternalLink size={18} />}
        >
          {rooms.visit}
        </Menu.Item>
        <Menu.Item leftSection={<IconDoorExit size={18} />} onClick={() => ask({ act: 'close', room })}>
          {rooms.putAllOut}
        </Menu.Item>
        <Menu.Item
          c="var(--off-ink)"
          leftSection={<IconTrash size={18} />}
          onClick={() => ask({ act: 'delete', room })}
        >
          {rooms.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

interface ConfirmRoomProps {
  asked: Asked
  parley: Parley
  onDone(words: string): void
  onClose(): void
}

function ConfirmRoom({ asked: { act, room }, parley, onDone, onClose }: ConfirmRoomProps) {
  const { rooms } = adminTexts
  const close = () =>
    attempt(
      async () => {
        const { participants } = await parley.admin.closeRoom(room)
        onDone(rooms.closed(room, participants))
      },
      { 'room.notFound': rooms.none },
    )
  const remove = () =>
    attempt(async () => {
      await parley.moderationOf(room).delete()
      onDone(rooms.deleted(room))
    })
  return act === 'close' ? (
    <Confirm
      title={rooms.closeTitle(room)}
      hint={rooms.closeHint}
      act={rooms.putAllOut}
      onAct={close}
      onClose={onClose}
    />
  ) : (
    <Confirm
      title={rooms.deleteTitle(room)}
      hint={rooms.deleteHint}
      act={rooms.delete}
      onAct={remove}
      onClose={onClose}
    />
  )
}
