// One message: its text and files, or what is left of it, and the button behind which one finds what can be done with it.

import type { ChatMessage } from '@parley/client'
import { IconDots } from '@tabler/icons-react'
import { type MouseEvent, memo, type ReactNode, type PointerEvent as ReactPointerEvent, useRef } from 'react'
import { locale } from '../language.ts'
import { texts } from '../texts.ts'
import { isEmojiOnly } from './emoji-only.ts'
import { wordsOf } from './file-text.ts'
import type { LogActions } from './log-actions.ts'
import classes from './message.module.css'
import { MessageFiles } from './message-files.tsx'
import { MessageText } from './message-text.tsx'

const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const longPressMs = 500

interface Props {
  message: ChatMessage
  ownPerson: string
  /** One was brought to it. */
  found: boolean
  /** Whether the keyboard comes here first: to one message of all. */
  stop: boolean
  /** Where it is edited, in place of its text. */
  editor: ReactNode
  actions: LogActions
}

export const Message = memo(function Message({ message, ownPerson, found, stop, editor, actions }: Props) {
  const button = useRef<HTMLButtonElement>(null)
  const { id, name, person, mentions = [], attachments = [], links, editedAt, deletedAt, sentAt } = message
  const own = person === ownPerson
  const deleted = deletedAt !== undefined
  const words = wordsOf(message)
  const mentionsMe = mentions.some((mention) => mention.person === ownPerson)
  const openMenu = () => {
    if (button.current) actions.openMenu(message, button.current)
  }
  const press = useLongPress(openMenu)
  const said = texts.chat.messageBy(own ? texts.chat.you : name, moment.format(new Date(sentAt)))
  return (
    <article
      className={classes['message']}
      data-message={id}
      data-own={own || undefined}
      data-found={found || undefined}
      data-mentions={mentionsMe || undefined}
      aria-label={said}
      tabIndex={-1}
    >
      {editor ?? (
        <div className={classes['line']} {...(deleted ? {} : press)}>
          <div className={classes['column']}>
            {attachments.length > 0 && (
              <MessageFiles
                room={actions.room}
                attachments={attachments}
                onOpen={(attachment) => actions.openPicture(attachment)}
              />
            )}
            {deleted && <p className={classes['deleted']}>{texts.chat.deleted}</p>}
            {!deleted && words !== '' && (
              <p className={classes['bubble']} dir="auto" data-emoji={isEmojiOnly(words) || undefined}>
                <MessageText text={words} links={links} mentions={mentions} ownPerson={ownPerson} />
              </p>
            )}
            {!deleted && editedAt !== undefined && (
              <span className={classes['edited']} title={moment.format(new Date(editedAt))}>
                {texts.chat.edited}
              </span>
            )}
          </div>
          {!deleted && (
            // A plain one: a hundred of Mantine's would be felt while one scrolls.
            <button
              ref={button}
              type="button"
              className={classes['more']}
              tabIndex={stop ? 0 : -1}
              data-actions=""
              aria-label={texts.chat.actions(said)}
              aria-haspopup="menu"
              onClick={openMenu}
            >
              <IconDots size={18} />
            </button>
          )}
        </div>
      )}
    </article>
  )
})

/** For fingers: mice have the button. */
function useLongPress(action: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const end = () => clearTimeout(timer.current)
  return {
    onPointerDown({ pointerType }: ReactPointerEvent) {
      end()
      if (pointerType === 'touch') timer.current = setTimeout(action, longPressMs)
    },
    onPointerUp: end,
    onPointerCancel: end,
    onPointerLeave: end,
    onContextMenu(event: MouseEvent) {
      if (event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === 'touch') event.preventDefault()
    },
  }
}
