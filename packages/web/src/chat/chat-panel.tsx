// The chat beside the people, or over them on a phone.

import type { Room } from '@parley/client'
import { Panel } from '../panel/panel.tsx'
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
  return (
    <Panel
      title={texts.chat.title}
      closeLabel={covering ? texts.room.closeChat : texts.chat.hide}
      covering={covering}
      onClose={onClose}
    >
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
    </Panel>
  )
}
