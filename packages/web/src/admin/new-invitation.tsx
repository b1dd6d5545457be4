// What an invitation is good for: an account of which kind, how long, and for how many.

import { Button, NativeSelect } from '@mantine/core'
import type { Parley } from '@parley/client'
import { type FormEvent, useState } from 'react'
import { adminTexts } from '../texts/admin.ts'
import classes from './admin.module.css'
import { attempt, Dialog } from './dialogs.tsx'

interface Props {
  parley: Parley
  onCreated(secret: string): void
  onClose(): void
}

const expiries = { hour: 3600, day: 86_400, week: 604_800, month: 2_592_000 } as const
type Expiry = keyof typeof expiries

export function NewInvitation({ parley, onCreated, onClose }: Props) {
  const { invitations: words, list } = adminTexts
  const [kind, setKind] = useState('member')
  const [expiry, setExpiry] = useState<string>('week')
  const [uses, setUses] = useState('1')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const failed = await attempt(async () => {
      const { secret } = await parley.admin.invite({
        admin: kind === 'admin',
        seconds: isExpiry(expiry) ? expiries[expiry] : expiries.week,
        ...(uses === '' ? {} : { uses: Number(uses) }),
      })
      onCreated(secret)
    })
    setBusy(false)
    setProblem(failed)
  }
  return (
    <Dialog title={words.heading} onClose={onClose}>
      <form className={classes['dialog']} onSubmit={(event) => void submit(event)}>
        <NativeSelect
          label={words.kind}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
          data={[
            { value: 'member', label: words.member },
            { value: 'admin', label: words.adminKind },
          ]}
        />
        <NativeSelect
          label={words.expiry}
          value={expiry}
          onChange={(event) => setExpiry(event.currentTarget.value)}
          data={Object.keys(expiries)
            .filter(isExpiry)
            .map((value) => ({ value, label: words.expiries[value] }))}
        />
        <NativeSelect
          label={words.uses}
          value={uses}
          onChange={(event) => setUses(event.currentTarget.value)}
          data={[
            { value: '1', label: words.usesOnce },
            { value: '10', label: words.usesTen },
            { value: '100', label: words.usesHundred },
            { value: '', label: words.usesAny },
          ]}
        />
        {problem !== undefined && (
          <p className={classes['problem']} role="alert">
            {problem}
          </p>
        )}
        <div className={classes['buttons']}>
          <Button variant="default" onClick={onClose}>
            {list.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {words.make}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function isExpiry(name: string): name is Expiry {
  return Object.hasOwn(expiries, name)
}
