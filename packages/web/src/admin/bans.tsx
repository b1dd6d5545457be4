// Who is banned from any room, and letting them in again.

import { Button, TextInput } from '@mantine/core'
import type { Ban, Parley } from '@parley/client'
import { IconSearch } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { isolate } from '../isolate.ts'
import { adminTexts } from '../texts/admin.ts'
import classes from './admin.module.css'
import { attempt, Confirm } from './dialogs.tsx'
import { formatMoment } from './format.ts'
import { type Column, Records } from './records.tsx'
import { type PageQuery, usePage } from './use-page.ts'

type RoomBan = Ban & { readonly room: string }

const nameOf = ({ name, person }: RoomBan) => name ?? person ?? adminTexts.bans.somebody

export function Bans({ parley, onDone }: { parley: Parley; onDone(words: string): void }) {
  const { bans: words } = adminTexts
  const [search, setSearch] = useState('')
  const [asked, setAsked] = useState<RoomBan>()
  const load = useCallback(
    async (query: PageQuery) => {
      const { bans, ...page } = await parley.admin.bans(query)
      return { items: bans, ...page }
    },
    [parley],
  )
  const list = usePage(load, search)
  const lift = (ban: RoomBan) =>
    attempt(async () => {
      await parley.admin.liftBan(ban)
      onDone(words.lifted(nameOf(ban)))
      list.reload()
    })
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
      </div>
      <Records
        label={adminTexts.tabs.bans}
        list={list}
        columns={columnsFor(setAsked)}
        keyOf={({ id }) => id}
        search={search}
        none={words.none}
        noneHint={words.noneHint}
      />
      {asked !== undefined && (
        <Confirm
          title={words.liftTitle(nameOf(asked))}
          hint={words.liftHint(asked.room)}
          act={words.lift}
          onAct={() => lift(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}

function columnsFor(ask: (ban: RoomBan) => void): Column<RoomBan>[] {
  const { bans: words, list } = adminTexts
  return [
    {
      label: words.person,
      head: true,
      cell: (ban) => (
        <span className={classes['chips']}>
          <bdi>{nameOf(ban)}</bdi>
          {ban.address && <span className={classes['chip']}>{words.address}</span>}
        </span>
      ),
    },
    { label: words.room, cell: ({ room }) => isolate(room) },
    { label: words.reason, cell: ({ reason }) => <bdi>{reason ?? '–'}</bdi> },
    {
      label: words.since,
      cell: ({ createdAt }) => <span className={classes['date']}>{formatMoment(createdAt)}</span>,
    },
    {
      label: words.until,
      cell: ({ endsAt }) => (
        <span className={classes['date']}>{endsAt === undefined ? list.never : formatMoment(endsAt)}</span>
      ),
    },
    {
      label: list.actions,
      actions: true,
      cell: (ban) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={words.liftLabel(nameOf(ban), ban.room)}
          onClick={() => ask(ban)}
        >
          {words.lift}
        </Button>
      ),
    },
  ]
}
