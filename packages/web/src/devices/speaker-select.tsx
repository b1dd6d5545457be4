// Where the others are heard. Where the browser gives no choice there is nothing to see.

import { NativeSelect } from '@mantine/core'
import { IconVolume } from '@tabler/icons-react'
import { texts } from '../texts.ts'
import { usePreferences } from './preferences.tsx'
import { useOutputs } from './use-outputs.ts'

/** @param asked as of `useOutputs` */
export function SpeakerSelect({ asked }: { asked: unknown }) {
  const outputs = useOutputs(asked)
  const { speaker, chooseSpeaker } = usePreferences()
  if (outputs.filter(({ deviceId }) => deviceId !== 'default').length < 2) return null
  const data = outputs.map(({ deviceId, label }, index) => ({
    value: deviceId === 'default' ? '' : deviceId,
    label: label || texts.devices.unnamedSpeaker(index + 1),
  }))
  const known = data.some(({ value }) => value === speaker)
  return (
    <NativeSelect
      aria-label={texts.devices.speaker}
      data={data.some(({ value }) => value === '') ? data : [{ value: '', label: texts.devices.usualSpeaker }, ...data]}
      value={known ? speaker : ''}
      onChange={(event) => chooseSpeaker(event.currentTarget.value)}
      leftSection={<IconVolume size={18} />}
      flex={1}
      miw={0}
    />
  )
}
