// The chat beside the people, or over them on a phone.

import { ActionIcon } from '@mantine/core'
import type { Room } from '@parley/client'
import { IconBell, IconBellFilled, IconBellOff, IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts.ts'
import classes from './chat.module.css'
import { ChatForm } from './chat-form.tsx'
import { explain } from './explain.ts'
import { loadMessage } from './find-message.ts'
import { MessageLog } from './message-log.tsx'
import { peopleToName } from './people-to-name.ts'
import { SearchView } from './search-view.tsx'
import { Spoken } from './spoken.tsx'
import type { Chat } from './use-chat.ts'
import type { MentionNotices } from './use-mention-notices.ts'

export interface ChatPanelProps {
  chat: Chat
  room: Room
  ownPerson: string
  mayWrite: boolean
  moderates: boolean
  notices: MentionNotices
  /** Whether it covers the bar, so that its own button is the only one that closes it. */
  covering: boolean
  onClose(): void
}

export function ChatPanel(props: ChatPanelProps) {
  const { chat, room, ownPerson, mayWrite, moderates, notices, covering, onClose } = props
  const field = useRef<HTMLTextAreaElement>(null)
  const searchButton = useRef<HTMLButtonElement>(null)
  const [searching, setSearching] = useState(false)
  const [words, setWords] = useState('')
  const [editing, setEditing] = useState<number>()
  const [looked, setLooked] = useState(false)
  const { wanted, problem, goTo, forget } = useWanted(room, chat)
  const people = () => peopleToName(room.participants.values(), room.messages, ownPerson)
  const editLast = () => {
    const last = chat.messages.findLast(({ person, deletedAt }) => person === ownPerson && deletedAt === undefined)
    if (last) setEditing(last.id)
  }
  const leaveSearch = () => {
    setLooked(true) // the focus has another place to go than the field
    forget()
    setSearching(false)
  }
  const closeSearch = () => {
    leaveSearch()
    searchButton.current?.focus()
  }
  return (
    <Panel
      title={texts.chat.title}
      closeLabel={covering ? texts.room.closeChat : texts.chat.hide}
      covering={covering}
      onClose={onClose}
      actions={
        <>
          <Bell notices={notices} />
          <ActionIcon
            ref={searchButton}
            size={40}
            variant={searching ? 'light' : 'subtle'}
            color={searching ? 'sea' : 'gray'}
            aria-label={texts.chat.search}
            aria-pressed={searching}
            title={texts.chat.search}
            onClick={() => (searching ? closeSearch() : setSearching(true))}
          >
            <IconSearch size={20} />
          </ActionIcon>
        </>
      }
    >
      <Spoken room={room} ownPerson={ownPerson} />
      {notices.state === 'blocked' && notices.asked && (
        <p className={classes['blocked']} role="alert">
          {texts.chat.noticesBlocked}
        </p>
      )}
      {problem !== undefined && (
        <p className={classes['blocked']} role="alert">
          {problem}
        </p>
      )}
      {searching ? (
        <SearchView
          room={room}
          ownPerson={ownPerson}
          words={words}
          onWords={setWords}
          onChoose={(message) => {
            leaveSearch()
            goTo(message)
          }}
          onClose={closeSearch}
        />
      ) : (
        <>
          <MessageLog
            chat={chat}
            room={room}
            ownPerson={ownPerson}
            mayWrite={mayWrite}
            moderates={moderates}
            whenEmpty={mayWrite ? texts.chat.empty : texts.chat.emptyReadOnly}
            wanted={wanted}
            editing={editing}
            people={people}
            onEdit={(message) => {
              setEditing(message)
              if (message === undefined) field.current?.focus()
            }}
          />
          {mayWrite ? (
            <ChatForm chat={chat} field={field} focused={!covering && !looked} people={people} onEditLast={editLast} />
          ) : (
            <p className={classes['readOnly']}>{texts.chat.readOnly}</p>
          )}
        </>
      )}
    </Panel>
  )
}

/** The message one wants to see, once it is there. */
function useWanted(room: Room, chat: Chat) {
  const [wanted, setWanted] = useState<{ readonly message: number }>()
  const [problem, setProblem] = useState<string>()
  const ending = useRef<AbortController>(undefined)
  useEffect(() => () => ending.current?.abort(), [])
  const goTo = async (message: number) => {
    ending.current?.abort()
    ending.current = new AbortController()
    const { signal } = ending.current
    setProblem(undefined)
    try {
      const there = await loadMessage(room, chat, message, signal)
      if (signal.aborted) return
      if (there) setWanted({ message })
      else setProblem(texts.chat.tooFarBack)
    } catch (error) {
      if (!signal.aborted) setProblem(explain(error))
    }
  }
  const forget = () => setWanted(undefined)
  return { wanted, problem, goTo: (message: number) => void goTo(message), forget }
}

function Bell({ notices: { state, toggle } }: { notices: MentionNotices }) {
  if (state === 'none') return null
  const Icon = state === 'on' ? IconBellFilled : state === 'blocked' ? IconBellOff : IconBell
  return (
    <ActionIcon
      size={40}
      variant="subtle"
      color={state === 'on' ? 'sea' : 'gray'}
      aria-label={texts.chat.notices}
      aria-pressed={state === 'on'}
      title={state === 'on' ? texts.chat.noticesOn : texts.chat.noticesOff}
      onClick={() => void toggle()}
    >
      <Icon size={20} />
    </ActionIcon>
  )
}
