// Reads reactions to those who listen, gathered and politely: who sees them needs no words.

import { VisuallyHidden } from '@mantine/core'
import type { Room } from '@parley/client'
import { useEffect, useState } from 'react'
import { texts } from '../texts.ts'

const gatherMs = 2_000

export function ReactionReader({ room }: { room: Room }) {
  const [text, setText] = useState('')
  useEffect(() => {
    const ending = new AbortController()
    const { signal } = ending
    let names = new Map<string, Set<string>>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = () => {
      const sentences = [...names].map(([reaction, who]) =>
        texts.people.reacted([...who], texts.people.reactionNames[reaction] ?? reaction),
      )
      setText(sentences.join('. '))
      names = new Map()
      timer = undefined
    }
    room.on(
      'reaction',
      ({ participant, reaction }) => {
        if (participant.isSelf) return
        const who = names.get(reaction) ?? new Set()
        names.set(reaction, who.add(participant.name))
        timer ??= setTimeout(read, gatherMs)
      },
      { signal },
    )
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
    return () => ending.abort()
  }, [room])
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  )
}
