// The buttons on a tile: pin it, and a menu of all that can be done with it. They show when one points at it or tabs to it.

import { ActionIcon, Menu } from '@mantine/core'
import {
  IconDots,
  IconEyeOff,
  IconLayoutGrid,
  IconPictureInPictureOn,
  IconPin,
  IconPinnedOff,
} from '@tabler/icons-react'
import { memo, useContext } from 'react'
import { texts } from '../texts.ts'
import type { OwnPlace } from './own-place.ts'
import { StageActionsContext } from './stage-choices.ts'
import classes from './tile.module.css'

interface Props {
  /** Of the stage item. */
  itemKey: string
  /** Whose tile it is, or which screen. */
  label: string
  isSelf: boolean
  pinned: boolean
  /** Where one sees oneself now. */
  own: OwnPlace | undefined
}

export const ownPlaceIcons = { grid: IconLayoutGrid, floating: IconPictureInPictureOn, hidden: IconEyeOff }

export const TileMenu = memo(function TileMenu({ itemKey, label, isSelf, pinned, own }: Props) {
  const { pin, showOwn } = useContext(StageActionsContext)
  const words = texts.stage
  const toggle = () => pin(pinned ? undefined : itemKey)
  const PinIcon = pinned ? IconPinnedOff : IconPin
  return (
    <div className={classes['actions']} data-pinned={pinned || undefined}>
      {!isSelf && (
        <ActionIcon
          size={32}
          radius={8}
          variant="filled"
          className={classes['action'] ?? ''}
          aria-label={pinned ? words.unpinOf(label) : words.pinOf(label)}
          title={pinned ? words.unpin : words.pin}
          onClick={toggle}
        >
          <PinIcon size={18} stroke={1.75} />
        </ActionIcon>
      )}
      <Menu
        position="bottom-end"
        radius="lg"
        shadow="lg"
        alignItemsLabels="none"
        classNames={{ itemIndicator: classes['check'] ?? '' }}
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <ActionIcon
            size={32}
            radius={8}
            variant="filled"
            className={classes['action'] ?? ''}
            aria-label={words.menuOf(label)}
            title={words.menuOf(label)}
          >
            <IconDots size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!isSelf && (
            <Menu.Item leftSection={<PinIcon size={20} stroke={1.75} />} onClick={toggle}>
              {pinned ? words.unpin : words.pin}
            </Menu.Item>
          )}
          {isSelf &&
            (['grid', 'floating', 'hidden'] as const).map((place) => {
              const Icon = ownPlaceIcons[place]
              return (
                <Menu.CheckboxItem key={place} checked={own === place} closeMenuOnClick onChange={() => showOwn(place)}>
                  <span className={classes['menuLabel']}>
                    <Icon size={20} stroke={1.75} />
                    {words.own[place]}
                  </span>
                </Menu.CheckboxItem>
              )
            })}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
})
