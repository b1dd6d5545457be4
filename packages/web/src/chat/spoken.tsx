// Reads new messages of others to those who listen, while the chat is open.

import { VisuallyHidden } from '@mantine/core'
import type { Room } from '@parley/client'
import { useEffect, useState } from 'react'
import { texts } from '../texts.ts'

const kept = 3

export function Spoken({ room, ownPerson }: { room: Room; ownPerson: string }) {
  const [said, setSaid] = useState<readonly { readonly id: number; readonly words: string }[]>([])
  useEffect(() => {
    const ending = new AbortController()
    room.on(
      'message',
      ({ message: { id, person, name, text } }) => {
        if (person !== ownPerson) setSaid((now) => [...now.slice(1 - kept), { id, words: texts.room.said(name, text) }])
      },
      { signal: ending.signal },
    )
    return () => ending.abort()
  }, [room, ownPerson])
  return (
    <VisuallyHidden aria-live="polite" aria-relevant="additions">
      {said.map(({ id, words }) => (
        <p key={id}>{words}</p>
      ))}
    </VisuallyHidden>
  )
}
