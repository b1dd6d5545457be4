// How others get here: the link to the room, and for moderators invitations that open its door.

import { Button, Group, Stack, Text } from '@mantine/core'
import type { Parley, Role } from '@parley/client'
import { useCallback } from 'react'
import { texts } from '../../texts.ts'
import { Frame } from '../frame.tsx'
import { useList } from '../settings/use-list.ts'
import { moderates } from '../standing.ts'
import { CopyLink } from './copy-link.tsx'
import { InvitationForm } from './invitation-form.tsx'
import { InvitationList } from './invitation-list.tsx'

interface Props {
  parley: Parley
  room: string
  /** The own one. */
  role: Role
  link: string
  /** Whether the link alone opens no door. */
  withToken: boolean
  onClose(): void
}

export function InviteDialog({ parley, room, role, link, withToken, onClose }: Props) {
  const words = texts.settings.invitations
  return (
    <Frame title={words.title} width={600} onClose={onClose}>
      <Stack gap="lg">
        <Stack gap="xs">
          <CopyLink label={words.link} link={link} />
          <Text size="sm" c="var(--quiet)">
            {withToken ? words.linkClosed : words.linkOpen}
          </Text>
        </Stack>
        {moderates(role) && <Invitations parley={parley} room={room} role={role} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.close}
          </Button>
        </Group>
      </Stack>
    </Frame>
  )
}

function Invitations({ parley, room, role }: { parley: Parley; room: string; role: Role }) {
  const read = useCallback(
    async () => (await parley.call('invitation.list', { room })).invitations.filter(isOpen),
    [parley, room],
  )
  const list = useList(read)
  return (
    <>
      <InvitationForm parley={parley} room={room} role={role} onMade={list.reload} />
      <InvitationList parley={parley} room={room} list={list} />
    </>
  )
}

function isOpen({ revoked, usesLeft, expiresAt }: { revoked: boolean; usesLeft?: number; expiresAt?: string }) {
  return !revoked && usesLeft !== 0 && (expiresAt === undefined || Date.parse(expiresAt) > Date.now())
}
