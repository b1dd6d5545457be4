// Where one writes: Enter sends, Shift+Enter makes a new line.

import { ActionIcon, Text, Textarea } from '@mantine/core'
import { IconSend2 } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, useRef } from 'react'
import { texts } from '../texts.ts'
import classes from './chat.module.css'
import type { Chat } from './use-chat.ts'
import { useGrow } from './use-grow.ts'

const longestMessage = 4096

export function ChatForm({ chat, focused }: { chat: Chat; focused: boolean }) {
  const field = useRef<HTMLTextAreaElement>(null)
  useGrow(field, chat.draft)
  const text = chat.draft.trim()
  const over = text.length - longestMessage
  const send = () => {
    if (text === '' || over > 0) return
    chat.setDraft('')
    void chat.send(text)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  const keyPressed = (event: KeyboardEvent) => {
    // While a word is being composed (Japanese, Chinese …) Enter belongs to the composition.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form className={classes['form']} onSubmit={submit}>
      <Textarea
        ref={field}
        flex={1}
        size="md"
        rows={1}
        dir="auto"
        classNames={{ input: classes['field'] ?? '' }}
        aria-label={texts.chat.message}
        placeholder={texts.chat.placeholder}
        value={chat.draft}
        autoFocus={focused}
        onChange={(event) => chat.setDraft(event.currentTarget.value)}
        onKeyDown={keyPressed}
      />
      <ActionIcon type="submit" size={42} aria-label={texts.chat.send} disabled={text === '' || over > 0}>
        <IconSend2 size={22} />
      </ActionIcon>
      {over > 0 && (
        <Text size="sm" c="red" w="100%" role="status">
          {texts.chat.tooLong(over)}
        </Text>
      )}
    </form>
  )
}
