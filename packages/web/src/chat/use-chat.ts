// The chat beyond the messages that the room keeps: what is being written, what is on its way, what is unread.

import type { ChatMessage, Room } from '@parley/client'
import { useEffect, useRef, useState } from 'react'

/** A message that the room has not confirmed yet. */
interface Outgoing {
  readonly key: number
  readonly text: string
  readonly failed: boolean
}

export interface Chat {
  readonly messages: readonly ChatMessage[]
  readonly outgoing: readonly Outgoing[]
  readonly unread: number
  readonly draft: string
  setDraft(text: string): void
  send(text: string): Promise<void>
  retry(key: number): Promise<void>
}

export function useChat(room: Room, ownPerson: string, messages: readonly ChatMessage[], open: boolean): Chat {
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>([])
  const [draft, setDraft] = useState('')
  const [readUpTo, setReadUpTo] = useState(() => messages.at(-1)?.id ?? 0)
  const nextKey = useRef(0)

  const newest = messages.at(-1)?.id ?? 0
  useEffect(() => {
    if (open) setReadUpTo(newest)
  }, [open, newest])

  const attempt = async (key: number, text: string) => {
    try {
      await room.send(text)
      setOutgoing((now) => now.filter((message) => message.key !== key))
    } catch {
      // Whatever the reason, the person sees that it was not sent and can try again.
      setOutgoing((now) => now.map((message) => (message.key === key ? { ...message, failed: true } : message)))
    }
  }
  const send = async (text: string) => {
    const key = nextKey.current++
    setOutgoing((now) => [...now, { key, text, failed: false }])
    await attempt(key, text)
  }
  const retry = async (key: number) => {
    const message = outgoing.find((candidate) => candidate.key === key)
    if (!message) return
    setOutgoing((now) => now.map((one) => (one.key === key ? { ...one, failed: false } : one)))
    await attempt(key, message.text)
  }
  const unread = open ? 0 : messages.filter(({ id, person }) => id > readUpTo && person !== ownPerson).length
  return { messages, outgoing, unread, draft, setDraft, send, retry }
}
