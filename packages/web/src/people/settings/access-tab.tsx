// Who comes in: password, lobby, lock, guests.

import { Stack } from '@mantine/core'
import type { Room, RoomInfo } from '@parley/client'
import { RoomPassword } from './room-password.tsx'
import { Toggles } from './toggles.tsx'

export function AccessTab({ room, info }: { room: Room; info: RoomInfo }) {
  return (
    <Stack gap="lg">
      <Toggles room={room} info={info} names={['lobby', 'locked', 'guests']} />
      <RoomPassword room={room} has={info.hasPassword} />
    </Stack>
  )
}
