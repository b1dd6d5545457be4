// A round button over the preview that turns the camera or the microphone on and off.

import { UnstyledButton } from '@mantine/core'
import { IconMicrophone, IconMicrophoneOff, IconVideo, IconVideoOff } from '@tabler/icons-react'
import type { DeviceKind } from './ask-devices.ts'
import classes from './device-toggle.module.css'
import { toggleLabel } from './toggle-label.ts'

const icons = {
  camera: { on: IconVideo, off: IconVideoOff },
  microphone: { on: IconMicrophone, off: IconMicrophoneOff },
}

interface Props {
  kind: DeviceKind
  on: boolean
  onToggle(): void
}

export function DeviceToggle({ kind, on, onToggle }: Props) {
  const Icon = icons[kind][on ? 'on' : 'off']
  return (
    <UnstyledButton
      className={classes['toggle']}
      data-off={!on || undefined}
      aria-label={toggleLabel(kind, on)}
      aria-pressed={!on}
      title={toggleLabel(kind, on)}
      onClick={onToggle}
    >
      <Icon size={24} stroke={1.75} />
    </UnstyledButton>
  )
}
