// What one person said in one breath, with name and time.

import { memo, type ReactNode } from 'react'
import { locale } from '../language.ts'
import { texts } from '../texts.ts'
import type { MessagesInARow } from './group-messages.ts'
import type { LogActions } from './log-actions.ts'
import classes from './message.module.css'
import { Message } from './message.tsx'

const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })

interface Props {
  group: MessagesInARow
  ownPerson: string
  /** Nothing stands above it. */
  first: boolean
  /** Ids, where they are in this group. */
  found: number | undefined
  stop: number | undefined
  editing: number | undefined
  /** Of the message that is being edited. */
  editor: ReactNode
  actions: LogActions
}

export const MessageGroup = memo(function MessageGroup(props: Props) {
  const { group, ownPerson, first, found, stop, editing, editor, actions } = props
  const own = group.person === ownPerson
  const today = group.sentAt.toDateString() === new Date().toDateString()
  const showDay = group.newDay && !(today && first)
  return (
    <>
      {showDay && <p className={classes['day']}>{today ? texts.chat.today : nameOf(group.sentAt)}</p>}
      {group.firstNew && (
        <p className={classes['new']}>
          <span>{texts.chat.newLine}</span>
        </p>
      )}
      <p className={classes['author']} data-own={own || undefined}>
        <strong>
          <bdi>{own ? texts.chat.you : group.name}</bdi>
        </strong>
        <time dateTime={group.sentAt.toISOString()}>{time.format(group.sentAt)}</time>
      </p>
      {group.messages.map((message) => (
        <Message
          key={message.id}
          message={message}
          ownPerson={ownPerson}
          found={found === message.id}
          stop={stop === message.id}
          editor={editing === message.id ? editor : undefined}
          actions={actions}
        />
      ))}
    </>
  )
})

function nameOf(date: Date): string {
  return (date.getFullYear() === new Date().getFullYear() ? day : dayOfYear).format(date)
}
