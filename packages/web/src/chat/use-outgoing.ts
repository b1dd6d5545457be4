// Messages on their way: shown at once, and kept with a way to try again where they did not arrive.

import type { Attached, Room } from '@parley/client'
import { useRef, useState } from 'react'
import type { Draft } from './draft.ts'
import { explain } from './explain.ts'

/** A message that the room has not confirmed yet. */
export interface OutgoingMessage extends Draft {
  readonly key: number
  readonly files: readonly Attached[]
  /** Why it was not sent, in words; undefined: it is on its way. */
  readonly problem: string | undefined
}

export interface Outgoing {
  readonly messages: readonly OutgoingMessage[]
  send(draft: Draft, files: readonly Attached[]): void
  retry(key: number): void
  discard(key: number): void
}

export function useOutgoing(room: Room): Outgoing {
  const [messages, setMessages] = useState<readonly OutgoingMessage[]>([])
  const nextKey = useRef(0)
  const attempt = async ({ key, text, mentions, files }: OutgoingMessage) => {
    try {
      await room.send(text, {
        ...(mentions.length > 0 && { mentions }),
        ...(files.length > 0 && { attachments: files }),
      })
      setMessages((now) => now.filter((message) => message.key !== key))
    } catch (error) {
      const problem = explain(error)
      setMessages((now) => now.map((message) => (message.key === key ? { ...message, problem } : message)))
    }
  }
  return {
    messages,
    send({ text, mentions }, files) {
      const message = { key: nextKey.current++, text, mentions, files, problem: undefined }
      setMessages((now) => [...now, message])
      void attempt(message)
    },
    retry(key) {
      const message = messages.find((candidate) => candidate.key === key)
      if (!message) return
      setMessages((now) => now.map((one) => (one.key === key ? { ...one, problem: undefined } : one)))
      void attempt(message)
    },
    discard: (key) => setMessages((now) => now.filter((message) => message.key !== key)),
  }
}
