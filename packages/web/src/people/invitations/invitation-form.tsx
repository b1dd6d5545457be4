// Makes an invitation: with which role, for how long, how often. Its link is shown once.

import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import type { Parley, Role } from '@parley/client'
import { type FormEvent, useState } from 'react'
import { pathOfRoom } from '../../address.ts'
import { texts } from '../../texts.ts'
import { SavingLine } from '../settings/saving-line.tsx'
import { useSave } from '../settings/use-save.ts'
import { mayDecideOn } from '../standing.ts'
import { CopyLink } from './copy-link.tsx'
import classes from './invitations.module.css'

const seconds = { hour: 3_600, day: 86_400, week: 604_800, month: 2_592_000, year: 31_536_000 } as const
const uses = { one: 1, five: 5, twenty: 20, any: undefined } as const
const roles: readonly Role[] = ['guest', 'member', 'moderator', 'owner']

interface Props {
  parley: Parley
  room: string
  role: Role
  onMade(): void
}

export function InvitationForm({ parley, room, role: own, onMade }: Props) {
  const words = texts.settings.invitations
  const [role, setRole] = useState<Role>('member')
  const [time, setTime] = useState<keyof typeof seconds>('week')
  const [often, setOften] = useState<keyof typeof uses>('one')
  const [link, setLink] = useState<string>()
  const saving = useSave()
  const make = (event: FormEvent) => {
    event.preventDefault()
    const times = uses[often]
    void saving.save(async () => {
      const made = await parley.call('invitation.create', {
        room,
        role,
        seconds: seconds[time],
        ...(times !== undefined && { uses: times }),
      })
      setLink(location.origin + pathOfRoom(room, made.secret))
      onMade()
    })
  }
  return (
    <form className={classes['box']} onSubmit={make} aria-label={words.make}>
      <Stack gap="sm">
        <Text component="h3" fw={600}>
          {words.make}
        </Text>
        <div className={classes['fields']}>
          <NativeSelect
            label={words.role}
            size="md"
            value={role}
            data={roles.filter((one) => mayDecideOn(own, one)).map((one) => ({ value: one, label: words.roles[one] }))}
            onChange={({ currentTarget: { value } }) => setRole(roles.find((one) => one === value) ?? role)}
          />
          <NativeSelect
            label={words.time}
            size="md"
            value={time}
            data={Object.entries(words.times).map(([value, label]) => ({ value, label }))}
            onChange={({ currentTarget: { value } }) => isKey(seconds, value) && setTime(value)}
          />
          <NativeSelect
            label={words.uses}
            size="md"
            value={often}
            data={Object.entries(words.often).map(([value, label]) => ({ value, label }))}
            onChange={({ currentTarget: { value } }) => isKey(uses, value) && setOften(value)}
          />
        </div>
        <Text size="sm" c="var(--quiet)">
          {words.allowsRole[role]}
        </Text>
        <Group justify="space-between" wrap="nowrap">
          {saving.state === 'failed' ? <SavingLine saving={saving} /> : <span />}
          <Button
            type="submit"
            flex="none"
            variant={link === undefined ? 'filled' : 'default'}
            loading={saving.state === 'saving'}
          >
            {words.create}
          </Button>
        </Group>
        {link !== undefined && (
          <>
            <Text size="sm" role="status">
              {words.made}
            </Text>
            <CopyLink key={link} label={words.secretLink} link={link} />
          </>
        )}
      </Stack>
    </form>
  )
}

function isKey<T extends object>(table: T, key: string): key is string & keyof T {
  return Object.hasOwn(table, key)
}
