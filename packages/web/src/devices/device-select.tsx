// Which of several cameras or microphones to use. With one or none there is nothing to choose and nothing to see.

import { NativeSelect } from '@mantine/core'
import { IconMicrophone, IconVideo } from '@tabler/icons-react'
import { texts } from '../texts.ts'
import type { DeviceKind } from './ask-devices.ts'
import type { DeviceState } from './capture.ts'

interface Props {
  kind: DeviceKind
  state: DeviceState
  onChoose(deviceId: string): void
}

export function hasChoice({ choices }: DeviceState): boolean {
  return choices.filter((choice) => choice.deviceId !== 'default').length > 1
}

export function DeviceSelect({ kind, state, onChoose }: Props) {
  const { choices, deviceId, track } = state
  if (!hasChoice(state)) return null
  const Icon = kind === 'camera' ? IconVideo : IconMicrophone
  const data = choices.map((choice, index) => ({
    value: choice.deviceId,
    label: choice.label || texts.devices.unnamed(kind, index + 1),
  }))
  return (
    <NativeSelect
      aria-label={texts.devices[kind]}
      data={data}
      value={track?.getSettings().deviceId ?? deviceId}
      onChange={(event) => onChoose(event.currentTarget.value)}
      leftSection={<Icon size={18} />}
      flex={1}
      miw={0}
    />
  )
}
