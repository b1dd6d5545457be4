// The end of a room, for good: its name must be typed first.

import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import type { Room } from '@parley/client'
import { type FormEvent, useState } from 'react'
import { texts } from '../../texts.ts'
import { SavingLine } from './saving-line.tsx'
import classes from './settings.module.css'
import { useSave } from './use-save.ts'

export function DeleteRoom({ room }: { room: Room }) {
  const words = texts.settings.delete
  const [typed, setTyped] = useState<string>()
  const saving = useSave()
  const remove = (event: FormEvent) => {
    event.preventDefault()
    // Where it succeeds, the room ends and this page with it.
    if (typed?.trim() === room.name) void saving.save(() => room.moderation.delete())
  }
  return (
    <section className={classes['danger']} aria-label={words.title}>
      <Stack gap="xs">
        <Text fw={500}>{words.title}</Text>
        <Text size="sm" c="var(--quiet)">
          {words.hint}
        </Text>
        {typed === undefined ? (
          <Button variant="default" c="var(--off-ink)" w="fit-content" onClick={() => setTyped('')}>
            {words.open}
          </Button>
        ) : (
          <form onSubmit={remove}>
            <Stack gap="xs">
              <TextInput
                label={words.type(room.name)}
                size="md"
                autoComplete="off"
                autoFocus
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
              <Group>
                <Button type="submit" color="red" disabled={typed.trim() !== room.name}>
                  {words.confirm}
                </Button>
                <Button variant="default" onClick={() => setTyped(undefined)}>
                  {words.cancel}
                </Button>
              </Group>
            </Stack>
          </form>
        )}
        {saving.state === 'failed' && <SavingLine saving={saving} />}
      </Stack>
    </section>
  )
}
