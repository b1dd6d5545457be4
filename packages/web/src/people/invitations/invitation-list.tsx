// The invitations into a room that still open its door, and what each one allows.

import { Button, Text } from '@mantine/core'
import type { Parley } from '@parley/client'
import type { Invitation } from '@parley/protocol'
import { texts } from '../../texts.ts'
import { SavingLine } from '../settings/saving-line.tsx'
import settingsClasses from '../settings/settings.module.css'
import type { List } from '../settings/use-list.ts'
import { useSave } from '../settings/use-save.ts'
import { dayAndTime } from '../when.ts'

interface Props {
  parley: Parley
  room: string
  list: List<Invitation>
}

export function InvitationList({ parley, room, list: { items, problem, reload } }: Props) {
  const words = texts.settings.invitations
  const saving = useSave()
  const revoke = async (invitation: Invitation) => {
    await saving.save(() => parley.call('invitation.revoke', { room, invitation: invitation.id }))
    reload()
  }
  return (
    <section aria-label={words.open}>
      <Text component="h3" fw={600} mb={4}>
        {words.open}
      </Text>
      {problem !== '' && <Text role="status">{problem}</Text>}
      {items?.length === 0 && (
        <Text size="sm" c="var(--quiet)">
          {words.none}
        </Text>
      )}
      <ul className={settingsClasses['list']}>
        {items?.map((invitation) => (
          <li key={invitation.id} className={settingsClasses['row']}>
            <div className={settingsClasses['main']}>
              {allowedBy(invitation)}
              <span className={settingsClasses['note']}>
                {words.madeAt(dayAndTime(new Date(invitation.createdAt)))}
              </span>
            </div>
            <Button
              variant="default"
              size="compact-md"
              aria-label={`${words.revoke}: ${allowedBy(invitation)}`}
              onClick={() => void revoke(invitation)}
            >
              {words.revoke}
            </Button>
          </li>
        ))}
      </ul>
      {saving.state === 'failed' && <SavingLine saving={saving} />}
    </section>
  )
}

function allowedBy({ role, usesLeft, expiresAt }: Invitation): string {
  const until = expiresAt === undefined ? undefined : dayAndTime(new Date(expiresAt))
  return texts.settings.invitations.allows(role, usesLeft, until)
}
