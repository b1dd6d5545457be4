// What has been said, oldest first. It follows new messages only while one is at the newest.

import { Button } from '@mantine/core'
import type { Attachment, ChatMessage, Room } from '@parley/client'
import { IconArrowDown } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { texts } from '../texts.ts'
import classes from './chat.module.css'
import { DeleteDialog } from './delete-dialog.tsx'
import type { Named } from './find-mention.ts'
import { groupMessages } from './group-messages.ts'
import { LightBox } from './light-box.tsx'
import type { LogActions } from './log-actions.ts'
import { menuItems } from './menu-items.ts'
import { MessageEditor } from './message-editor.tsx'
import { MessageGroup } from './message-group.tsx'
import { MessageMenu } from './message-menu.tsx'
import { OlderMessages } from './older-messages.tsx'
import { OutgoingMessages } from './outgoing-messages.tsx'
import { isPicture } from './picture.ts'
import type { Chat } from './use-chat.ts'
import { useLog } from './use-log.ts'

interface Props {
  chat: Chat
  room: Room
  ownPerson: string
  mayWrite: boolean
  /** Whether others' messages may be deleted too. */
  moderates: boolean
  /** What stands there before the first message. */
  whenEmpty: string
  /** The message one wants to see: another object for each wish. */
  wanted: { readonly message: number } | undefined
  /** Id of the message that is being changed. */
  editing: number | undefined
  people(): readonly Named[]
  onEdit(message: number | undefined): void
}

export function MessageLog(props: Props) {
  const { chat, room, ownPerson, mayWrite, moderates, whenEmpty, wanted, editing, people, onEdit } = props
  const { messages, moreMessages, outgoing } = chat
  const [menu, setMenu] = useState<{ readonly message: ChatMessage; readonly button: HTMLButtonElement }>()
  const [deleting, setDeleting] = useState<{ readonly message: ChatMessage; readonly home: HTMLElement | null }>()
  const [picture, setPicture] = useState<Attachment>()
  const firstNew = useMemo(() => firstNewOf(messages, chat.newAfter, ownPerson), [messages, chat.newAfter, ownPerson])
  const log = useLog({ messages, outgoing: outgoing.length, firstNew, setAtNewest: chat.setAtNewest })
  const { shown, found } = log
  const groups = useMemo(() => groupMessages(shown, firstNew), [shown, firstNew])
  const actions = useMemo<LogActions>(
    () => ({ room, openMenu: (message, button) => setMenu({ message, button }), openPicture: setPicture }),
    [room],
  )
  const reached = useRef<typeof wanted>(undefined)
  useEffect(() => {
    if (wanted === undefined || wanted === reached.current) return
    reached.current = wanted
    log.goTo(wanted.message)
  })
  const stop = shown.findLast(({ deletedAt }) => deletedAt === undefined)?.id
  const empty = messages.length === 0 && outgoing.length === 0
  return (
    <div className={classes['logFrame']}>
      <div
        ref={log.frame}
        className={classes['log']}
        role="log"
        aria-label={texts.chat.messages}
        // New ones are told by themselves; what is loaded from the past is not news.
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable to scroll it by keyboard
        tabIndex={0}
        onKeyDown={goThroughMessages}
      >
        <div ref={log.content}>
          {moreMessages && log.fromOldest && <OlderMessages chat={chat} />}
          {empty && <p className={classes['empty']}>{whenEmpty}</p>}
          {groups.map((group, index) => {
            const within = (id: number | undefined) => (group.messages.some((one) => one.id === id) ? id : undefined)
            const edited = group.messages.find(({ id, deletedAt }) => id === editing && deletedAt === undefined)
            return (
              <MessageGroup
                key={group.messages[0].id}
                group={group}
                ownPerson={ownPerson}
                first={index === 0 && log.fromOldest}
                found={within(found)}
                stop={within(stop)}
                editing={edited?.id}
                editor={
                  edited && (
                    <MessageEditor room={room} message={edited} people={people} onClose={() => onEdit(undefined)} />
                  )
                }
                actions={actions}
              />
            )
          })}
          {log.toNewest && <OutgoingMessages chat={chat} ownPerson={ownPerson} />}
        </div>
      </div>
      {!log.atNewest && !empty && editing === undefined && (
        <Button
          className={classes['below'] ?? ''}
          size="compact-md"
          radius="xl"
          variant={chat.unread > 0 ? 'filled' : 'default'}
          leftSection={<IconArrowDown size={16} />}
          onClick={log.goToNewest}
        >
          {chat.unread > 0 ? texts.chat.newBelow(chat.unread) : texts.chat.toNewest}
        </Button>
      )}
      {menu && (
        <MessageMenu
          anchor={menu.button}
          items={menuItems(menu.message, {
            edit: mayWrite && menu.message.person === ownPerson ? onEdit : undefined,
            remove:
              moderates || menu.message.person === ownPerson
                ? (message) => setDeleting({ message, home: menu.button.closest('article') })
                : undefined,
          })}
          onClose={() => setMenu(undefined)}
        />
      )}
      {deleting && (
        <DeleteDialog
          room={room}
          {...deleting}
          own={deleting.message.person === ownPerson}
          onClose={() => setDeleting(undefined)}
        />
      )}
      {picture && (
        <LightBox room={room} pictures={picturesIn(shown)} first={picture} onClose={() => setPicture(undefined)} />
      )}
    </div>
  )
}

function firstNewOf(messages: readonly ChatMessage[], after: number | undefined, own: string): number | undefined {
  if (after === undefined) return undefined
  return messages.find(({ id, person, deletedAt }) => id > after && person !== own && deletedAt === undefined)?.id
}

function picturesIn(messages: readonly ChatMessage[]): readonly Attachment[] {
  return messages.flatMap(({ attachments = [] }) => attachments.filter(({ mediaType }) => isPicture(mediaType)))
}

/** From the button of one message to that of the next, so that the tab key need not go through all. */
function goThroughMessages(event: KeyboardEvent): void {
  const { target, currentTarget, key } = event
  if (!(target instanceof HTMLElement) || target.dataset['actions'] === undefined) return
  const buttons = [...currentTarget.querySelectorAll<HTMLElement>('[data-actions]')]
  const at = buttons.indexOf(target)
  const steps: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: buttons.length - 1 }
  const next = buttons[steps[key] ?? -1]
  if (steps[key] === undefined) return
  event.preventDefault()
  next?.focus()
}
