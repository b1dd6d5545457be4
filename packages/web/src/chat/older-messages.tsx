// Loads what was said earlier.

import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { texts } from '../texts.ts'
import classes from './chat.module.css'
import type { Chat } from './use-chat.ts'

export function OlderMessages({ chat }: { chat: Pick<Chat, 'loadOlder'> }) {
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const load = async () => {
    setState('loading')
    try {
      await chat.loadOlder()
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
