// What a click on a device's button does now.

import { texts } from '../texts.ts'
import type { DeviceKind } from './ask-devices.ts'

export function toggleLabel(kind: DeviceKind, on: boolean): string {
  if (kind === 'camera') return on ? texts.devices.cameraTurnOff : texts.devices.cameraTurnOn
  return on ? texts.devices.mute : texts.devices.unmute
}
