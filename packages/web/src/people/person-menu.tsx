// What may be done with one person of the list: only what can be done now is shown.

import { ActionIcon, Menu } from '@mantine/core'
import {
  IconBan,
  IconDoorExit,
  IconDotsVertical,
  IconHandOff,
  IconMicrophone,
  IconMicrophoneOff,
  IconPin,
  IconPinnedOff,
  IconScreenShareOff,
  IconShield,
  IconShieldOff,
  IconUser,
  IconVideoOff,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { PersonView } from '../room/person-view.ts'
import { texts } from '../texts.ts'
import type { Acts } from './acts.ts'
import { mayActOn, mayBan, moderates, rolesToGive } from './standing.ts'

/** What is shown large on the stage. */
export interface Pins {
  readonly pinned: string | undefined
  readonly pin: (key: string | undefined) => void
}

interface Props {
  self: PersonView
  person: PersonView
  moderated: boolean
  acts: Acts
  pinned: boolean
  onPin(participant: string | undefined): void
  /** What is not done without a question. */
  onAsk(what: 'ban' | 'remove' | 'owner', person: PersonView): void
}

interface Item {
  readonly key: string
  readonly label: string
  readonly Icon: ComponentType<{ size: number; stroke: number }>
  readonly grave?: boolean
  act(): void
}

export function PersonMenu(props: Props) {
  const groups = [showing(props), stopping(props), roles(props), ending(props)].filter((group) => group.length > 0)
  const { person } = props
  if (groups.length === 0) return null
  return (
    <Menu position="bottom-end" radius="lg" shadow="lg" width={250} withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon size={36} variant="subtle" color="gray" aria-label={texts.people.actionsFor(person.name)}>
          <IconDotsVertical size={20} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {groups.map((group, index) => [
          index > 0 && <Menu.Divider key={`line before ${group[0]?.key}`} />,
          ...group.map(({ key, label, Icon, grave, act }) => (
            <Menu.Item
              key={key}
              leftSection={<Icon size={18} stroke={1.75} />}
              c={grave ? 'var(--off-ink)' : 'inherit'}
              onClick={act}
            >
              {label}
            </Menu.Item>
          )),
        ])}
      </Menu.Dropdown>
    </Menu>
  )
}

function showing({ person, pinned, onPin }: Props): Item[] {
  const { pin, unpin } = texts.people.actions
  return [
    {
      key: 'pin',
      label: pinned ? unpin : pin,
      Icon: pinned ? IconPinnedOff : IconPin,
      act: () => onPin(pinned ? undefined : person.id),
    },
  ]
}

function stopping({ self, person, moderated, acts }: Props): Item[] {
  if (person.isSelf || !mayActOn(self, person)) return []
  const words = texts.people.actions
  const items: Item[] = []
  const add = (key: keyof typeof words & keyof Acts, Icon: Item['Icon']) =>
    items.push({ key, label: words[key], Icon, act: () => acts[key](person) })
  if (!person.silent) add('mute', IconMicrophoneOff)
  if (person.camera) add('stopCamera', IconVideoOff)
  if (person.screen) add('stopScreen', IconScreenShareOff)
  const speaks = person.publish.includes('microphone')
  if (!speaks) add('letSpeak', IconMicrophone)
  else if (moderated && !moderates(person.role)) add('silence', IconMicrophoneOff)
  if (person.handRaisedAtMs !== undefined) add('lowerHand', IconHandOff)
  return items
}

function roles({ self, person, acts, onAsk }: Props): Item[] {
  const { toOwner, toModerator, toMember, toGuest } = texts.people.actions
  const labels = { owner: toOwner, moderator: toModerator, member: toMember, guest: toGuest }
  const icons = { owner: IconShield, moderator: IconShield, member: IconUser, guest: IconShieldOff }
  return rolesToGive(self, person).map((role) => ({
    key: role,
    label: labels[role],
    Icon: icons[role],
    act: () => (role === 'owner' ? onAsk('owner', person) : acts.giveRole(person, role)),
  }))
}

function ending({ self, person, onAsk }: Props): Item[] {
  const { remove, ban } = texts.people.actions
  const items: Item[] = []
  if (!person.isSelf && mayActOn(self, person))
    items.push({ key: 'remove', label: remove, Icon: IconDoorExit, grave: true, act: () => onAsk('remove', person) })
  if (mayBan(self, person))
    items.push({ key: 'ban', label: ban, Icon: IconBan, grave: true, act: () => onAsk('ban', person) })
  return items
}
