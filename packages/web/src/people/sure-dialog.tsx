// Asks before somebody is put out or made an owner: neither is taken back with one click.

import { Button, Group, Stack, Text } from '@mantine/core'
import type { PersonView } from '../room/person-view.ts'
import { texts } from '../texts.ts'
import { Frame } from './frame.tsx'

interface Props {
  what: 'remove' | 'owner'
  person: PersonView
  onSure(): void
  onClose(): void
}

export function SureDialog({ what, person, onSure, onClose }: Props) {
  const { cancel, ...words } = texts.people.sure
  const { title, hint, confirm } = words[what]
  const sure = () => {
    onClose()
    onSure()
  }
  return (
    <Frame title={title(person.name)} onClose={onClose}>
      <Stack gap="lg">
        <Text size="sm" c="var(--quiet)">
          {hint}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {cancel}
          </Button>
          <Button {...(what === 'remove' && { bg: 'var(--leave)' })} onClick={sure}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Frame>
  )
}
