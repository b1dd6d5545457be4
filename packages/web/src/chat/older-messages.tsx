// Loads what was said earlier: when one scrolls up to it, or asks for it.

import { Button, Text } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { texts } from '../texts.ts'
import classes from './chat.module.css'
import type { Chat } from './use-chat.ts'

/** So near to the oldest one will want more; CSS pixels. */
const nearPx = 300

export function OlderMessages({ chat }: { chat: Pick<Chat, 'loadOlder'> }) {
  const place = useRef<HTMLDivElement>(null)
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
  const near = useEffectEvent(() => {
    if (state === 'idle') void load()
  })
  useEffect(() => {
    const log = place.current?.closest('[role=log]')
    if (!log) return
    let before = log.scrollTop
    const scrolled = () => {
      const up = log.scrollTop < before
      before = log.scrollTop
      if (up && before < nearPx) near()
    }
    log.addEventListener('scroll', scrolled, { passive: true })
    return () => log.removeEventListener('scroll', scrolled)
  }, [])
  return (
    <div ref={place} className={classes['older']}>
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
