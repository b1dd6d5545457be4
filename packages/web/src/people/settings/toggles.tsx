// Settings that are on or off, each saved at once.

import { Stack } from '@mantine/core'
import type { Room, RoomInfo } from '@parley/client'
import { texts } from '../../texts.ts'
import { SwitchRow } from '../switch-row.tsx'
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
        <SwitchRow
          key={name}
          label={words[name]}
          hint={words[`${name}Hint`]}
          on={settings[name]}
          onSwitch={(on) => void saving.save(() => room.moderation.update({ settings: { [name]: on } }))}
        />
      ))}
      <SavingLine saving={saving} />
    </Stack>
  )
}
