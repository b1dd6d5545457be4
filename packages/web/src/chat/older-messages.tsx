// Loads what was said earlier.

import { Button, Text } from '@mantine/core'
import type { Room } from '@parley/client'
import { useState } from 'react'
import { texts } from '../texts.ts'
import classes from './chat.module.css'

export function OlderMessages({ room }: { room: Room }) {
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const load = async () => {
    setState('loading')
    try {
      await room.olderMessages()
      setState('idle')
    } catch {
      setState('failed') // said to the person, who can try again
    }
  }
  return (
    <div className={classes['older']}>
      <Button size="compact-sm" variant="subtle" disabled={state === 'loading'} onClick={() => void load()}>
        {state === 'loading' ? texts.chat.olderLoading : texts.chat.older}
      </Button>
      {state === 'failed' && (
        <Text size="sm" role="status">
          {texts.chat.olderFailed}
        </Text>
      )}
    </div>
  )
}
