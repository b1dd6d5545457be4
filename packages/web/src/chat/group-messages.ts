// Messages of one person in quick succession share one name and one time.

import type { ChatMessage } from '@parley/client'

const sameBreathMs = 3 * 60_000

export interface MessagesInARow {
  readonly person: string
  readonly name: string
  readonly sentAt: Date
  /** Whether this is the first of its day in the list. */
  readonly newDay: boolean
  /** Whether what follows has not been read. */
  readonly firstNew: boolean
  readonly messages: readonly [ChatMessage, ...ChatMessage[]]
}

interface Group {
  readonly head: ChatMessage
  readonly sentAt: Date
  readonly newDay: boolean
  readonly rest: ChatMessage[]
  last: Date
}

/** @param firstNew id of the first message that has not been read, which begins a group */
export function groupMessages(messages: readonly ChatMessage[], firstNew?: number): readonly MessagesInARow[] {
  const groups: Group[] = []
  for (const message of messages) {
    const sentAt = new Date(message.sentAt)
    const group = groups.at(-1)
    const newDay = group?.last.toDateString() !== sentAt.toDateString()
    const continues =
      group !== undefined &&
      !newDay &&
      message.id !== firstNew &&
      group.head.person === message.person &&
      group.head.name === message.name &&
      sentAt.getTime() - group.last.getTime() < sameBreathMs
    if (continues) {
      group.rest.push(message)
      group.last = sentAt
    } else groups.push({ head: message, sentAt, newDay, rest: [], last: sentAt })
  }
  return groups.map(({ head, sentAt, newDay, rest }) => ({
    person: head.person,
    name: head.name,
    sentAt,
    newDay,
    firstNew: head.id === firstNew,
    messages: [head, ...rest],
  }))
}
