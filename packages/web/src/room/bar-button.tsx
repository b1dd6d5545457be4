// One control of the bar: an icon with a word under it.

import { UnstyledButton } from '@mantine/core'
import type { ComponentPropsWithRef, ComponentType } from 'react'
import { texts } from '../texts.ts'
import classes from './bar.module.css'

/** What else a button can have is for menus that open at it. */
interface Props extends Omit<ComponentPropsWithRef<'button'>, 'name'> {
  Icon: ComponentType<{ size: number; stroke: number }>
  /** The word under the icon; part of `name`, so that speech control finds it. */
  word: string
  /** What a click does now. */
  name: string
  /** For buttons with two states: whether the second one holds, of which `name` then leads back. */
  pressed?: boolean
  /** `off`: a device that is off. `active`: something open or running. `leave`: the way out. */
  look?: 'off' | 'active' | 'leave' | undefined
  /** The single key that does the same. */
  shortcut?: string
  badge?: number
  /** What the badge counts; default: unread messages. */
  badgeName?: (count: number) => string
}

export function BarButton({
  Icon,
  word,
  name,
  pressed,
  look,
  shortcut,
  badge = 0,
  badgeName = texts.room.unread,
  ...button
}: Props) {
  return (
    <UnstyledButton
      {...button}
      className={classes['button']}
      data-look={look}
      aria-label={badge > 0 ? `${name}, ${badgeName(badge)}` : name}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      title={shortcut ? texts.room.shortcut(name, shortcut) : name}
    >
      <span className={classes['icon']}>
        <Icon size={24} stroke={1.75} />
        {badge > 0 && (
          <span className={classes['badge']} aria-hidden="true">
            {badge > 99 ? '99+' : badge}
          </span>
        )}
      </span>
      <span className={classes['word']} aria-hidden="true">
        {word}
      </span>
    </UnstyledButton>
  )
}
