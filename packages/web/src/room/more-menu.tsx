// Everything that has no button of its own in the bar.

import { Kbd, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ComponentType, Fragment, type Ref } from 'react'
import { texts } from '../texts.ts'
import { BarButton } from './bar-button.tsx'
import classes from './more-menu.module.css'

export interface MoreItem {
  Icon: ComponentType<{ size: number; stroke: number }>
  /** What a click does. */
  label: string
  /** For what can be on or off, whether it is on; such an item keeps its label. */
  checked?: boolean
  /** The single key that does the same. */
  shortcut?: string
  onClick(): void
}

/** What this person or this browser cannot do is left out: `undefined` or `false`. */
type Item = MoreItem | undefined | false

interface Props {
  ref?: Ref<HTMLButtonElement>
  open: boolean
  onOpen(open: boolean): void
  /** With a line between each two groups. */
  groups: readonly (readonly Item[])[]
}

export function MoreMenu({ ref, open, onOpen, groups }: Props) {
  const filled = groups.map((group) => group.filter((item) => !!item)).filter((group) => group.length > 0)
  return (
    <Menu
      opened={open}
      onChange={onOpen}
      position="top-end"
      offset={10}
      width={290}
      alignItemsLabels="none"
      classNames={{ itemIndicator: classes['check'] ?? '' }}
      radius="lg"
      shadow="lg"
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <BarButton ref={ref} Icon={IconDots} word={texts.stage.more} name={texts.stage.more} />
      </Menu.Target>
      <Menu.Dropdown className={classes['menu'] ?? ''}>
        {filled.map((group, index) => (
          <Fragment key={group[0]?.label}>
            {index > 0 && <Menu.Divider />}
            {group.map((item) => (
              <Entry key={item.label} item={item} />
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Entry({ item: { Icon, label, checked, shortcut, onClick } }: { item: MoreItem }) {
  const icon = <Icon size={20} stroke={1.75} />
  const key = shortcut && (
    <Kbd className={classes['key'] ?? ''} aria-hidden="true">
      {shortcut}
    </Kbd>
  )
  const common = { className: classes['item'] ?? '', 'aria-keyshortcuts': shortcut }
  if (checked === undefined) {
    return (
      <Menu.Item {...common} leftSection={icon} rightSection={key} onClick={onClick}>
        {label}
      </Menu.Item>
    )
  }
  return (
    <Menu.CheckboxItem {...common} checked={checked} rightSection={key} closeMenuOnClick onChange={onClick}>
      <span className={classes['label']}>
        {icon}
        {label}
      </span>
    </Menu.CheckboxItem>
  )
}
