// What has been said, oldest first. It follows new messages only while one is at the bottom.

import { Button } from '@mantine/core'
import type { Room } from '@parley/client'
import { IconArrowDown } from '@tabler/icons-react'
import { texts } from '../texts.ts'
import classes from './chat.module.css'
import { groupMessages } from './group-messages.ts'
import { Message } from './message.tsx'
import { MessageGroup } from './message-group.tsx'
import { OlderMessages } from './older-messages.tsx'
import type { Chat } from './use-chat.ts'
import { useFollow } from './use-follow.ts'

interface Props {
  chat: Chat
  room: Room
  ownPerson: string
  moreMessages: boolean
  /** What stands there before the first message. */
  whenEmpty: string
}

export function MessageLog({ chat, room, ownPerson, moreMessages, whenEmpty }: Props) {
  const { messages, outgoing } = chat
  const { log, missing, toBottom } = useFollow(messages, outgoing.length)
  const empty = messages.length === 0 && outgoing.length === 0
  return (
    <div className={classes['logFrame']}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable to scroll it by keyboard */}
      <div ref={log} className={classes['log']} role="log" aria-label={texts.chat.messages} tabIndex={0}>
        {moreMessages && <OlderMessages room={room} />}
        {empty && <p className={classes['empty']}>{whenEmpty}</p>}
        {groupMessages(messages).map((group, index) => (
          <MessageGroup key={group.messages[0].id} group={group} own={group.person === ownPerson} first={index === 0} />
        ))}
        {outgoing.map(({ key, text, failed }) => (
          <Message key={`outgoing-${key}`} text={text} own pending={!failed}>
            {!failed && <span className={classes['sending']}>{texts.chat.sending}</span>}
            {failed && (
              <span className={classes['failed']}>
                {texts.chat.failed}
                <Button size="compact-xs" variant="subtle" color="red" onClick={() => void chat.retry(key)}>
                  {texts.chat.tryAgain}
                </Button>
              </span>
            )}
          </Message>
        ))}
      </div>
      {missing && (
        <Button
          className={classes['below'] ?? ''}
          size="compact-md"
          radius="xl"
          leftSection={<IconArrowDown size={16} />}
          onClick={toBottom}
        >
          {texts.chat.newBelow}
        </Button>
      )}
    </div>
  )
}
