// Invitations to this server: whoever comes by one makes an account.

import { Button } from '@mantine/core'
import type { Invitation, Parley } from '@parley/client'
import { IconPlus } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { adminTexts } from '../texts/admin.ts'
import classes from './admin.module.css'
import { attempt, Confirm, LinkOnce } from './dialogs.tsx'
import { formatCount, formatMoment } from './format.ts'
import { NewInvitation } from './new-invitation.tsx'
import { type Column, Records } from './records.tsx'
import { usePage } from './use-page.ts'

type Asked =
  | { readonly act: 'create' }
  | { readonly act: 'revoke'; readonly invitation: Invitation }
  | { readonly act: 'link'; readonly link: string }

export function Invitations({ parley, onDone }: { parley: Parley; onDone(words: string): void }) {
  const { invitations: words } = adminTexts
  const [asked, setAsked] = useState<Asked>()
  const load = useCallback(async () => ({ items: await parley.admin.invitations() }), [parley])
  const list = usePage(load, '')
  const close = () => setAsked(undefined)
  const created = (secret: string) => {
    list.reload()
    setAsked({ act: 'link', link: `${location.origin}/#invite=${encodeURIComponent(secret)}` })
  }
  const revoke = (invitation: Invitation) =>
    attempt(async () => {
      await parley.admin.revokeInvitation(invitation)
      onDone(words.wasRevoked)
      list.reload()
    })
  return (
    <>
      <div className={classes['tools']}>
        <Button leftSection={<IconPlus size={18} />} onClick={() => setAsked({ act: 'create' })}>
          {words.create}
        </Button>
      </div>
      <Records
        label={adminTexts.tabs.invitations}
        list={list}
        columns={columnsFor((invitation) => setAsked({ act: 'revoke', invitation }))}
        keyOf={({ id }) => id}
        search=""
        none={words.none}
        noneHint={words.noneHint}
      />
      {asked?.act === 'create' && <NewInvitation parley={parley} onCreated={created} onClose={close} />}
      {asked?.act === 'link' && (
        <LinkOnce title={words.link} hint={words.linkHint} label={words.link} link={asked.link} onClose={close} />
      )}
      {asked?.act === 'revoke' && (
        <Confirm
          title={words.revokeTitle}
          hint={words.revokeHint}
          act={words.revoke}
          onAct={() => revoke(asked.invitation)}
          onClose={close}
        />
      )}
    </>
  )
}

function columnsFor(revoke: (invitation: Invitation) => void): Column<Invitation>[] {
  const { invitations: words, list } = adminTexts
  return [
    {
      label: words.role,
      head: true,
      cell: ({ role }) => (role === 'owner' ? words.adminKind : words.member),
    },
    { label: words.state, cell: (invitation) => <State invitation={invitation} /> },
    {
      label: words.left,
      numeric: true,
      cell: ({ usesLeft }) => (usesLeft === undefined ? words.anyLeft : formatCount(usesLeft)),
    },
    {
      label: words.created,
      cell: ({ createdAt }) => <span className={classes['date']}>{formatMoment(createdAt)}</span>,
    },
    {
      label: words.until,
      cell: ({ expiresAt }) => (
        <span className={classes['date']}>{expiresAt === undefined ? list.never : formatMoment(expiresAt)}</span>
      ),
    },
    {
      label: list.actions,
      actions: true,
      cell: (invitation) =>
        stateOf(invitation) === 'good' && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.revokeLabel(formatMoment(invitation.createdAt))}
            onClick={() => revoke(invitation)}
          >
            {words.revoke}
          </Button>
        ),
    },
  ]
}

function stateOf({ revoked, expiresAt, usesLeft }: Invitation): 'good' | 'revoked' | 'expired' | 'usedUp' {
  if (revoked) return 'revoked'
  if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()) return 'expired'
  return usesLeft === 0 ? 'usedUp' : 'good'
}

function State({ invitation }: { invitation: Invitation }) {
  const state = stateOf(invitation)
  return (
    <span className={classes['chip']} data-kind={state === 'good' ? 'good' : undefined}>
      {adminTexts.invitations[state]}
    </span>
  )
}
