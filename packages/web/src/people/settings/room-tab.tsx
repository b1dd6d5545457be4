// What the room is called, what it is about, how many it holds; and its end.

import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { Room, RoomInfo } from '@parley/client'
import { type FormEvent, useState } from 'react'
import { texts } from '../../texts.ts'
import { DeleteRoom } from './delete-room.tsx'
import { SavingLine } from './saving-line.tsx'
import { Toggles } from './toggles.tsx'
import { useSave } from './use-save.ts'

const mostPeople = 100_000

interface Props {
  room: Room
  info: RoomInfo
  owns: boolean
}

/** What has been typed and not saved; what is not in it stands as the room has it. */
interface Draft {
  readonly title?: string
  readonly topic?: string
  readonly capacity?: string
}

export function RoomTab({ room, info, owns }: Props) {
  const words = texts.settings
  const { settings } = info
  const [draft, setDraft] = useState<Draft>({})
  const saving = useSave()
  const { title = settings.title, topic = settings.topic, capacity = String(settings.capacity) } = draft
  const seats = Number(capacity)
  const capacityWrong = !Number.isInteger(seats) || seats < 1 || seats > mostPeople
  const dirty = title !== settings.title || topic !== settings.topic || capacity !== String(settings.capacity)
  /** How the room was set when one began to type: what others change meanwhile would be lost. */
  const [from, setFrom] = useState(settings)
  const overtaken = dirty && (['title', 'topic', 'capacity'] as const).some((name) => settings[name] !== from[name])
  const change = (typed: Draft) => {
    if (!dirty) setFrom(settings)
    setDraft((now) => ({ ...now, ...typed }))
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (capacityWrong) return
    const changed = {
      ...(title !== settings.title && { title: title.trim() }),
      ...(topic !== settings.topic && { topic: topic.trim() }),
      ...(seats !== settings.capacity && { capacity: seats }),
    }
    if (await saving.save(() => room.moderation.update({ settings: changed }))) setDraft({})
  }
  return (
    <Stack gap="lg">
      <form onSubmit={(event) => void save(event)}>
        <Stack gap="sm">
          <TextInput
            label={words.roomTitle}
            description={words.roomTitleHint(room.name)}
            size="md"
            maxLength={128}
            dir="auto"
            value={title}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <Textarea
            label={words.topic}
            description={words.topicHint}
            size="md"
            rows={2}
            maxLength={1024}
            dir="auto"
            value={topic}
            onChange={(event) => change({ topic: event.currentTarget.value })}
          />
          <TextInput
            label={words.capacity}
            size="md"
            inputMode="numeric"
            w={220}
            maw="100%"
            value={capacity}
            error={capacityWrong && words.capacityWrong}
            onChange={(event) => change({ capacity: event.currentTarget.value })}
          />
          {overtaken && (
            <Text size="sm" role="status">
              {words.changedByOthers}
            </Text>
          )}
          <Group justify="space-between" wrap="nowrap">
            <SavingLine saving={saving} />
            <Button type="submit" disabled={!dirty || capacityWrong} loading={saving.state === 'saving'}>
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
      <Toggles room={room} info={info} names={['moderated', 'audioOnly', 'listed']} />
      {owns && <DeleteRoom room={room} />}
    </Stack>
  )
}
