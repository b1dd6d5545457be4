// The chat beside the people, or over them on a phone.

import { ActionIcon, Title } from '@mantine/core'
import type { Room } from '@parley/client'
import { IconX } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { texts } from '../texts.ts'
import classes from './chat.module.css'
import { ChatForm } from './chat-form.tsx'
import { MessageLog } from './message-log.tsx'
import type { Chat } from './use-chat.ts'

interface Props {
  chat: Chat
  room: Room
  ownPerson: string
  moreMessages: boolean
  mayWrite: boolean
  /** Whether it covers the bar, so that its own button is the only one that closes it. */
  covering: boolean
  onClose(): void
}

export function ChatPanel({ chat, room, ownPerson, moreMessages, mayWrite, covering, onClose }: Props) {
  const keyPressed = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
  }
  return (
    <aside className={classes['panel']} aria-label={texts.chat.title} onKeyDown={keyPressed}>
      <header className={classes['header']}>
        <Title order={2} size="h4">
          {texts.chat.title}
        </Title>
        <ActionIcon
          size={40}
          variant="subtle"
          color="gray"
          aria-label={covering ? texts.room.closeChat : texts.chat.hide}
          onClick={onClose}
          autoFocus={covering}
        >
          <IconX size={22} />
        </ActionIcon>
      </header>
      <MessageLog
        chat={chat}
        room={room}
        ownPerson={ownPerson}
        moreMessages={moreMessages}
        whenEmpty={mayWrite ? texts.chat.empty : texts.chat.emptyReadOnly}
      />
      {mayWrite ? (
        <ChatForm chat={chat} focused={!covering} />
      ) : (
        <p className={classes['readOnly']}>{texts.chat.readOnly}</p>
      )}
    </aside>
  )
}
