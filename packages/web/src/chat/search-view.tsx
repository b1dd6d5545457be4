// Finds what was said: a field, and below it the messages with these words, newest first.

import { Button, Loader, TextInput } from '@mantine/core'
import type { ChatMessage, Room } from '@parley/client'
import { IconSearch } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { locale } from '../language.ts'
import { texts } from '../texts.ts'
import { excerptOf, markWords } from './mark-words.ts'
import classes from './search.module.css'
import { useSearch } from './use-search.ts'

const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const excerptLength = 280

interface Props {
  room: Room
  ownPerson: string
  /** What is being looked for, kept while one looks at what was found. */
  words: string
  onWords(words: string): void
  onChoose(message: number): void
  onClose(): void
}

export function SearchView({ room, ownPerson, words, onWords, onChoose, onClose }: Props) {
  const trimmed = words.trim()
  const { found, more, again } = useSearch(room, trimmed)
  const keyPressed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault() // the panel stays
    onClose()
  }
  const searching = found.state === 'searching'
  return (
    <search className={classes['search']} onKeyDown={keyPressed}>
      <TextInput
        type="search"
        size="md"
        className={classes['field'] ?? ''}
        aria-label={texts.chat.searchField}
        placeholder={texts.chat.searchPlaceholder}
        leftSection={<IconSearch size={18} />}
        maxLength={256}
        value={words}
        autoFocus
        onChange={(event) => onWords(event.currentTarget.value)}
      />
      <p className={classes['status']} role="status">
        {statusOf(found.words, found.messages.length, found.more, found.state)}
      </p>
      <div className={classes['results']}>
        {found.messages.length > 0 && (
          <ol className={classes['list']} aria-label={texts.chat.results}>
            {found.messages.map((message) => (
              <Result
                key={message.id}
                message={message}
                own={message.person === ownPerson}
                words={found.words}
                onChoose={() => onChoose(message.id)}
              />
            ))}
          </ol>
        )}
        {searching && (
          <div className={classes['centre']}>
            <Loader size="sm" />
          </div>
        )}
        {typeof found.state === 'object' && (
          <div className={classes['centre']}>
            <Button size="compact-md" variant="default" onClick={again}>
              {texts.chat.tryAgain}
            </Button>
          </div>
        )}
        {found.more && !searching && (
          <div className={classes['centre']}>
            <Button size="compact-md" variant="subtle" onClick={more}>
              {texts.chat.moreResults}
            </Button>
          </div>
        )}
      </div>
    </search>
  )
}

function statusOf(words: string, count: number, more: boolean, state: ReturnType<typeof useSearch>['found']['state']) {
  if (words === '') return texts.chat.searchHint
  if (state === 'searching') return count === 0 ? texts.chat.searching : ''
  if (typeof state === 'object') return `${texts.chat.searchFailed} ${state.problem}`
  return count === 0 ? texts.chat.nothingFound(words) : texts.chat.found(count, more)
}

interface ResultProps {
  message: ChatMessage
  own: boolean
  words: string
  onChoose(): void
}

function Result({ message: { name, text, sentAt }, own, words, onChoose }: ResultProps) {
  return (
    <li>
      <button type="button" className={classes['result']} onClick={onChoose}>
        <span className={classes['head']}>
          <strong>
            <bdi>{own ? texts.chat.you : name}</bdi>
          </strong>
          <time dateTime={sentAt}>{moment.format(new Date(sentAt))}</time>
        </span>
        <span className={classes['text']} dir="auto">
          {markWords(excerptOf(text, words, excerptLength), words).map(({ at, text: part, marked }) =>
            marked ? <mark key={at}>{part}</mark> : part,
          )}
        </span>
      </button>
    </li>
  )
}
