// People with an account: who runs the server, a new password for who forgot theirs, and removing one.

import { Button, Switch, TextInput } from '@mantine/core'
import type { Account, Parley } from '@parley/client'
import { IconSearch } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { adminTexts } from '../texts/admin.ts'
import classes from './admin.module.css'
import { attempt, Confirm, LinkOnce } from './dialogs.tsx'
import { formatCount, formatMoment } from './format.ts'
import { type Column, Records } from './records.tsx'
import { type PageQuery, usePage } from './use-page.ts'

type Asked =
  | { readonly act: 'remove' | 'stepDown'; readonly account: Account }
  | { readonly act: 'link'; readonly account: Account; readonly link: string; readonly until: string }

export function People({ parley, onDone }: { parley: Parley; onDone(words: string): void }) {
  const { people: words } = adminTexts
  const [search, setSearch] = useState('')
  const [asked, setAsked] = useState<Asked>()
  const load = useCallback(
    async (query: PageQuery) => {
      const { accounts, ...page } = await parley.admin.accounts(query)
      return { items: accounts, ...page }
    },
    [parley],
  )
  const list = usePage(load, search)
  const refusals = { 'account.lastAdmin': words.lastAdmin }
  const change = async (act: () => Promise<void>, said: string) => {
    const failed = await attempt(act, refusals)
    if (failed === undefined) onDone(said)
    list.reload()
    return failed
  }
  const setAdmin = (account: Account, admin: boolean) =>
    change(
      () => parley.admin.setAdmin(account, admin),
      admin ? words.madeAdmin(account.name) : words.unmadeAdmin(account.name),
    )
  const toggle = async (account: Account, admin: boolean) => {
    if (!admin && isSelf(account, parley)) return setAsked({ act: 'stepDown', account })
    const failed = await setAdmin(account, admin)
    if (failed !== undefined) onDone(failed)
  }
  const offer = async (account: Account) => {
    const failed = await attempt(async () => {
      const { secret, expiresAt } = await parley.admin.offerReset(account)
      const link = `${location.origin}/reset#secret=${encodeURIComponent(secret)}`
      setAsked({ act: 'link', account, link, until: formatMoment(expiresAt.toISOString()) })
    })
    if (failed !== undefined) onDone(failed)
  }
  const ask = (account: Account) => setAsked({ act: 'remove', account })
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
        label={adminTexts.tabs.people}
        list={list}
        columns={columnsFor({ toggle, offer, ask })}
        keyOf={({ id }) => id}
        search={search}
        none={words.none}
        noneHint={words.noneHint}
      />
      {asked?.act === 'remove' && (
        <Confirm
          title={words.removeTitle(asked.account.name)}
          hint={words.removeHint}
          act={words.remove}
          onAct={() => change(() => parley.admin.removeAccount(asked.account), words.removed(asked.account.name))}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked?.act === 'stepDown' && (
        <Confirm
          title={words.selfTitle}
          hint={words.selfHint}
          act={words.selfConfirm}
          onAct={() => setAdmin(asked.account, false)}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked?.act === 'link' && (
        <LinkOnce
          title={words.resetTitle(asked.account.name)}
          hint={words.resetHint(asked.until)}
          label={words.resetLink}
          link={asked.link}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}

function isSelf({ id }: Account, { person }: Parley): boolean {
  return person.id === `account:${id}`
}

interface Acts {
  toggle(account: Account, admin: boolean): Promise<void>
  offer(account: Account): Promise<void>
  ask(account: Account): void
}

function columnsFor({ toggle, offer, ask }: Acts): Column<Account>[] {
  const { people: words, list } = adminTexts
  return [
    { label: words.person, head: true, cell: ({ name }) => <bdi>{name}</bdi> },
    { label: words.account, cell: ({ account }) => <bdi>{account}</bdi> },
    {
      label: words.runs,
      cell: (account) => (
        <Switch
          aria-label={words.runsLabel(account.name)}
          checked={account.admin}
          onChange={(event) => void toggle(account, event.currentTarget.checked)}
        />
      ),
    },
    { label: words.here, numeric: true, cell: ({ sessions }) => formatCount(sessions) },
    {
      label: words.created,
      cell: ({ createdAt }) => <span className={classes['date']}>{formatMoment(createdAt)}</span>,
    },
    {
      label: list.actions,
      actions: true,
      cell: (account) => (
        <span className={classes['acts']}>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.resetLabel(account.name)}
            onClick={() => void offer(account)}
          >
            {words.reset}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.removeLabel(account.name)}
            onClick={() => ask(account)}
          >
            {words.remove}
          </Button>
        </span>
      ),
    },
  ]
}
