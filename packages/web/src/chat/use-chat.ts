// The chat beyond the messages that the room keeps: what is being written, what is on its way, what is unread.

import type { ChatMessage, Room } from '@parley/client'
import { useEffect, useReducer, useState } from 'react'
import { texts } from '../texts.ts'
import { type Draft, emptyDraft, trimDraft } from './draft.ts'
import { textOfFiles } from './file-text.ts'
import { keepDraft, keptDraft } from './kept-draft.ts'
import type { Tray, TrayFile } from './tray.ts'
import { type OutgoingMessage, useOutgoing } from './use-outgoing.ts'
import { type Reading, useReading } from './use-reading.ts'
import { useTray } from './use-tray.ts'

/** As the protocol takes it, in UTF-16 units. */
export const longestMessage = 4096

export interface Chat extends Reading {
  readonly messages: readonly ChatMessage[]
  /** Whether there are older ones. */
  readonly moreMessages: boolean
  readonly outgoing: readonly OutgoingMessage[]
  readonly draft: Draft
  readonly tray: Tray
  readonly files: readonly TrayFile[]
  /** Why it cannot be sent as it is; undefined: it can. */
  readonly hindrance: 'empty' | 'uploading' | 'tooLong' | undefined
  /** More files were added than a message takes, and some were left out. */
  readonly tooManyFiles: boolean
  addFiles(files: readonly File[]): void
  /** Reads a page of older messages. Throws what `olderMessages` of the room throws. */
  loadOlder(limit?: number, signal?: AbortSignal): Promise<void>
  setDraft(draft: Draft): void
  /** The draft with the files that are ready. */
  send(): void
  retry(key: number): void
  discard(key: number): void
}

interface Known {
  readonly unread: number
  readonly readUpTo: number
}

/** To be called again whenever the room tells of messages. @param open whether they are in sight */
export function useChat(room: Room, known: Known, open: boolean): Chat {
  const outgoing = useOutgoing(room)
  const reading = useReading(room, known, open)
  const { tray, files } = useTray(room)
  const [, noteOlder] = useReducer((times: number) => times + 1, 0)
  const [draft, setDraft] = useState(() => keptDraft(room.name))
  const change = (next: Draft) => {
    setDraft(next)
    keepDraft(room.name, next)
  }
  const [tooManyFiles, setTooManyFiles] = useState(false)
  useTitle(room.name, reading.unread)

  const trimmed = trimDraft(draft)
  const hindrance = hindranceOf(trimmed, files)
  const send = () => {
    if (hindrance !== undefined) return
    const attached = tray.take()
    setTooManyFiles(false)
    change(emptyDraft)
    reading.clearNew()
    outgoing.send(trimmed.text === '' ? { text: textOfFiles(attached), mentions: [] } : trimmed, attached)
  }
  return {
    ...reading,
    messages: room.messages,
    moreMessages: room.moreMessages,
    outgoing: outgoing.messages,
    draft,
    tray,
    files,
    hindrance,
    tooManyFiles,
    addFiles: (added) => setTooManyFiles(tray.add(added) > 0),
    async loadOlder(limit, signal) {
      await room.olderMessages(limit, signal && { signal })
      noteOlder() // the room tells of new messages only
    },
    setDraft: change,
    send,
    retry: outgoing.retry,
    discard: outgoing.discard,
  }
}

function hindranceOf({ text }: Draft, files: readonly TrayFile[]): Chat['hindrance'] {
  if (text.length > longestMessage) return 'tooLong'
  if (files.some(({ state }) => state === 'queued' || state === 'uploading')) return 'uploading'
  return text === '' && !files.some(({ state }) => state === 'ready') ? 'empty' : undefined
}

/** The tab says how much is unread. */
function useTitle(room: string, unread: number): void {
  useEffect(() => {
    const title = texts.title(room)
    document.title = unread > 0 ? texts.chat.unreadTitle(unread, title) : title
    return () => {
      document.title = title
    }
  }, [room, unread])
}
