// On the way into a room.

import { Button, Loader } from '@mantine/core'
import { Notice } from '../notice.tsx'
import { texts } from '../texts.ts'

export function Joining({ room, onCancel }: { room: string; onCancel?: () => void }) {
  return (
    <Notice title={texts.room.joining(room)}>
      <Loader type="dots" w="100%" />
      {onCancel && (
        <Button variant="subtle" onClick={onCancel}>
          {texts.room.cancel}
        </Button>
      )}
    </Notice>
  )
}
