// The password of a room: set, changed, taken away. What it is now nobody can read.

import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import type { Room } from '@parley/client'
import { type FormEvent, useState } from 'react'
import { texts } from '../../texts.ts'
import { SavingLine } from './saving-line.tsx'
import { useSave } from './use-save.ts'

export function RoomPassword({ room, has }: { room: Room; has: boolean }) {
  const words = texts.settings.password
  const [typed, setTyped] = useState<string>()
  const saving = useSave()
  const set = async (event: FormEvent) => {
    event.preventDefault()
    if (typed && (await saving.save(() => room.moderation.update({ password: typed })))) setTyped(undefined)
  }
  return (
    <Stack gap="xs">
      <Text fw={500}>{words.label}</Text>
      <Text size="sm" c="var(--quiet)">
        {has ? words.has : words.none}
      </Text>
      {typed === undefined ? (
        <Group>
          <Button variant="default" onClick={() => setTyped('')}>
            {has ? words.change : words.set}
          </Button>
          {has && (
            <Button
              variant="default"
              onClick={() => void saving.save(() => room.moderation.update({ password: null }))}
            >
              {words.remove}
            </Button>
          )}
        </Group>
      ) : (
        <form onSubmit={(event) => void set(event)}>
          <Group align="flex-end">
            {/* Readable: it is for telling to others. */}
            <TextInput
              label={words.field}
              size="md"
              maxLength={256}
              autoComplete="off"
              autoFocus
              flex="1 1 150px"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button size="md" type="submit" disabled={typed === ''} loading={saving.state === 'saving'}>
              {words.confirm}
            </Button>
            <Button size="md" variant="default" onClick={() => setTyped(undefined)}>
              {words.cancel}
            </Button>
          </Group>
        </form>
      )}
      <SavingLine saving={saving} />
    </Stack>
  )
}
