// Settings that are on or off, each saved at once.

import { Stack, Switch } from '@mantine/core'
import type { Room, RoomInfo } from '@parley/client'
import { texts } from '../../texts.ts'
import { SavingLine } from './saving-line.tsx'
import { useSave } from './use-save.ts'

type Toggle = 'lobby' | 'locked' | 'moderated' | 'guests' | 'audioOnly' | 'listed'

interface Props {
  room: Room
  info: RoomInfo
  names: readonly Toggle[]
}

export function Toggles({ room, info: { settings }, names }: Props) {
  const words = texts.settings
  const saving = useSave()
  return (
    <Stack gap="md">
      {names.map((name) => (
        <Switch
          key={name}
          size="md"
          label={words[name]}
          description={words[`${name}Hint`]}
          checked={settings[name]}
          onChange={({ currentTarget: { checked } }) =>
            void saving.save(() => room.moderation.update({ settings: { [name]: checked } }))
          }
        />
      ))}
      <SavingLine saving={saving} />
    </Stack>
  )
}
