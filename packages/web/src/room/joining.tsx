// On the way into a room.

import { Button, Loader } from '@mantine/core'
import { Notice } from '../notice.tsx'
import { texts } from '../texts.ts'
import { useLasting } from './use-lasting.ts'

/** Whoever waits longer wants to know that something is still being done. */
const slowMs = 5_000

interface Props {
  /** Its title, where the door knew it. */
  room: string
  /** Somebody inside must open the door. */
  waiting?: boolean
  onCancel?: () => void
}

export function Joining({ room, waiting = false, onCancel }: Props) {
  const { joining, waiting: knocked, waitingHint } = texts.room
  const slow = useLasting(!waiting, slowMs)
  const hint = waiting ? waitingHint : slow ? texts.stage.slowJoin : undefined
  return (
    <Notice title={waiting ? knocked(room) : joining(room)} {...(hint && { hint })}>
      <Loader type="dots" w="100%" />
      {onCancel && (
        <Button variant="subtle" onClick={onCancel}>
          {texts.room.cancel}
        </Button>
      )}
    </Notice>
  )
}
