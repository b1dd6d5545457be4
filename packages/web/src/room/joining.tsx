// On the way into a room.

import { Button, Loader } from '@mantine/core'
import { Notice } from '../notice.tsx'
import { texts } from '../texts.ts'

interface Props {
  room: string
  /** Somebody inside must open the door. */
  waiting?: boolean
  onCancel?: () => void
}

export function Joining({ room, waiting = false, onCancel }: Props) {
  const { joining, waiting: knocked, waitingHint } = texts.room
  return (
    <Notice title={waiting ? knocked(room) : joining(room)} {...(waiting && { hint: waitingHint })}>
      <Loader type="dots" w="100%" />
      {onCancel && (
        <Button variant="subtle" onClick={onCancel}>
          {texts.room.cancel}
        </Button>
      )}
    </Notice>
  )
}
