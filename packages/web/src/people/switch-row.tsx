// Something that is on or off: what it is and what it means on one side, the switch on the other.

import { Switch } from '@mantine/core'
import classes from './switch-row.module.css'

interface Props {
  label: string
  hint: string
  on: boolean
  onSwitch(on: boolean): void
}

export function SwitchRow({ label, hint, on, onSwitch }: Props) {
  return (
    <Switch
      size="md"
      labelPosition="left"
      label={label}
      description={hint}
      checked={on}
      classNames={{ body: classes['body'] ?? '', labelWrapper: classes['label'] ?? '' }}
      onChange={(event) => onSwitch(event.currentTarget.checked)}
    />
  )
}
