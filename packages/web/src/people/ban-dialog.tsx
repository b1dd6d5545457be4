// Asks how somebody is to be kept out: for how long, by address too, and why.

import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import type { Room } from '@parley/client'
import { type FormEvent, useState } from 'react'
import type { PersonView } from '../room/person-view.ts'
import { texts } from '../texts.ts'
import { Frame } from './frame.tsx'
import { SwitchRow } from './switch-row.tsx'
import { wordsOfError } from './words-of-error.ts'

const seconds = { hour: 3_600, day: 86_400, week: 604_800, forGood: undefined } as const
type Time = keyof typeof seconds

interface Props {
  room: Room
  person: PersonView
  onClose(): void
}

export function BanDialog({ room, person, onClose }: Props) {
  const words = texts.people.ban
  const [time, setTime] = useState<Time>('day')
  const [address, setAddress] = useState(false)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const ban = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const lasts = seconds[time]
    const why = reason.trim()
    try {
      await room.moderation.ban(person.id, {
        address,
        ...(lasts !== undefined && { seconds: lasts }),
        ...(why !== '' && { reason: why }),
      })
      onClose()
    } catch (error) {
      setProblem(wordsOfError(error))
      setBusy(false)
    }
  }
  return (
    <Frame title={words.title(person.name)} onClose={onClose}>
      <form onSubmit={(event) => void ban(event)}>
        <Stack gap="md">
          <Text size="sm" c="var(--quiet)">
            {words.hint}
          </Text>
          <NativeSelect
            label={words.howLong}
            size="md"
            value={time}
            data={Object.entries(words.times).map(([value, label]) => ({ value, label }))}
            onChange={({ currentTarget: { value } }) => isTime(value) && setTime(value)}
          />
          <TextInput
            label={words.reason}
            description={words.reasonHint}
            size="md"
            maxLength={256}
            dir="auto"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <SwitchRow label={words.address} hint={words.addressHint} on={address} onSwitch={setAddress} />
          <Text size="sm" c="var(--mantine-color-error)" role="alert" mih="1.4em">
            {problem}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" bg="var(--leave)" loading={busy}>
              {words.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Frame>
  )
}

function isTime(value: string): value is Time {
  return value in seconds
}
