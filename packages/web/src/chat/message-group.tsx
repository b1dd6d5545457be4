// What one person said in one breath, with name and time.

import { locale } from '../language.ts'
import { texts } from '../texts.ts'
import classes from './chat.module.css'
import type { MessagesInARow } from './group-messages.ts'
import { Message } from './message.tsx'

const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })

interface Props {
  group: MessagesInARow
  own: boolean
  /** Nothing stands above it. */
  first: boolean
}

export function MessageGroup({ group, own, first }: Props) {
  const today = group.sentAt.toDateString() === new Date().toDateString()
  const showDay = group.newDay && !(today && first)
  return (
    <>
      {showDay && <p className={classes['day']}>{today ? texts.chat.today : day.format(group.sentAt)}</p>}
      <p className={classes['author']} data-own={own || undefined}>
        <strong>
          <bdi>{own ? texts.chat.you : group.name}</bdi>
        </strong>
        <time dateTime={group.sentAt.toISOString()}>{time.format(group.sentAt)}</time>
      </p>
      {group.messages.map(({ id, text, deletedAt }) => (
        <Message key={id} text={deletedAt === undefined ? text : texts.chat.deleted} own={own} />
      ))}
    </>
  )
}
