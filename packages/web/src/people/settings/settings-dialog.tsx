// The settings of a room for those who keep it in order: the room itself, who comes in, roles, bans.

import { Tabs } from '@mantine/core'
import type { Room, RoomInfo } from '@parley/client'
import type { PersonView } from '../../room/person-view.ts'
import { texts } from '../../texts.ts'
import { Frame } from '../frame.tsx'
import { AccessTab } from './access-tab.tsx'
import { BansTab } from './bans-tab.tsx'
import { RolesTab } from './roles-tab.tsx'
import { RoomTab } from './room-tab.tsx'
import classes from './settings.module.css'

interface Props {
  room: Room
  /** Live: what others change appears. */
  info: RoomInfo
  self: PersonView
  onClose(): void
}

export function SettingsDialog({ room, info, self, onClose }: Props) {
  const { title, tabs } = texts.settings
  return (
    <Frame title={title} width={560} onClose={onClose}>
      <Tabs
        defaultValue="room"
        keepMounted={false}
        className={classes['tabs'] ?? ''}
        styles={{ tab: { paddingInline: 'clamp(8px, 2.4vw, 16px)' } }}
      >
        <Tabs.List mb="md">
          {Object.entries(tabs).map(([name, label]) => (
            <Tabs.Tab key={name} value={name}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="room">
          <RoomTab room={room} info={info} owns={self.role === 'owner'} />
        </Tabs.Panel>
        <Tabs.Panel value="access">
          <AccessTab room={room} info={info} />
        </Tabs.Panel>
        <Tabs.Panel value="roles">
          <RolesTab room={room} self={self} />
        </Tabs.Panel>
        <Tabs.Panel value="bans">
          <BansTab room={room} />
        </Tabs.Panel>
      </Tabs>
    </Frame>
  )
}
