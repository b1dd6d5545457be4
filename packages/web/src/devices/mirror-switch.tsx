// Whether one sees oneself as in a mirror.

import { Switch } from '@mantine/core'
import { texts } from '../texts.ts'
import { usePreferences } from './preferences.tsx'

export function MirrorSwitch() {
  const { mirrored, mirror } = usePreferences()
  return (
    <Switch label={texts.devices.mirror} checked={mirrored} onChange={(event) => mirror(event.currentTarget.checked)} />
  )
}
