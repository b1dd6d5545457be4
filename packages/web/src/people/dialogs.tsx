// The dialogs about people and the room: loaded when the first one opens.

import type { Parley, Room } from '@parley/client'
import { lazy, Suspense } from 'react'
import type { RoomPicture } from '../room/room-store.ts'
import type { People } from './use-people.ts'

const BanDialog = lazy(async () => ({ default: (await import('./ban-dialog.tsx')).BanDialog }))
const InviteDialog = lazy(async () => ({ default: (await import('./invitations/invite-dialog.tsx')).InviteDialog }))
const SureDialog = lazy(async () => ({ default: (await import('./sure-dialog.tsx')).SureDialog }))
const SettingsDialog = lazy(async () => ({ default: (await import('./settings/settings-dialog.tsx')).SettingsDialog }))

interface Props {
  people: People
  parley: Parley
  room: Room
  picture: RoomPicture
  /** The link to the room, and whether it alone opens no door. */
  link: string
  withToken: boolean
}

export function Dialogs({ people, parley, room, picture, link, withToken }: Props) {
  const { dialog, closeDialog, self, acts } = people
  if (!dialog || !self) return null
  return (
    <Suspense fallback={null}>
      {dialog.name === 'ban' && <BanDialog room={room} person={dialog.person} onClose={closeDialog} />}
      {dialog.name === 'remove' && (
        <SureDialog
          what="remove"
          person={dialog.person}
          onSure={() => acts.remove(dialog.person)}
          onClose={closeDialog}
        />
      )}
      {dialog.name === 'owner' && (
        <SureDialog
          what="owner"
          person={dialog.person}
          onSure={() => acts.giveRole(dialog.person, 'owner')}
          onClose={closeDialog}
        />
      )}
      {dialog.name === 'invite' && (
        <InviteDialog
          parley={parley}
          room={room.name}
          role={self.role}
          link={link}
          withToken={withToken}
          onClose={closeDialog}
        />
      )}
      {dialog.name === 'settings' && people.moderates && (
        <SettingsDialog room={room} info={picture.info} self={self} onClose={closeDialog} />
      )}
    </Suspense>
  )
}
