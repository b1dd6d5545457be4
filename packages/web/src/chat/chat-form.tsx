// Where one writes to everyone: text, files, and what stands in the way of sending them.

import { ActionIcon } from '@mantine/core'
import { IconPaperclip, IconSend2 } from '@tabler/icons-react'
import { type ClipboardEvent, type FormEvent, type RefObject, useRef, useState } from 'react'
import { texts } from '../texts.ts'
import type { Named } from './find-mention.ts'
import { mostFiles } from './tray.ts'
import { TrayView } from './tray-view.tsx'
import { type Chat, longestMessage } from './use-chat.ts'
import classes from './write.module.css'
import { WriteField } from './write-field.tsx'

interface Props {
  chat: Chat
  field: RefObject<HTMLTextAreaElement | null>
  focused: boolean
  people(): readonly Named[]
  /** Changes the last own message. */
  onEditLast(): void
}

/** So near to the end of what a message holds one is told. */
const nearEnd = 200

export function ChatForm({ chat, field, focused, people, onEditLast }: Props) {
  const picker = useRef<HTMLInputElement>(null)
  const [pressed, setPressed] = useState(false)
  const send = () => {
    setPressed(true)
    chat.send()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send()
    field.current?.focus()
  }
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return
    event.preventDefault()
    chat.addFiles(files)
  }
  const left = longestMessage - chat.draft.text.trim().length
  return (
    <form className={classes['form']} onSubmit={submit}>
      <TrayView chat={chat} />
      {chat.tooManyFiles && (
        <p className={classes['problem']} role="alert">
          {texts.chat.tooManyFiles(mostFiles)}
        </p>
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          chat.addFiles([...(currentTarget.files ?? [])])
          currentTarget.value = ''
          field.current?.focus()
        }}
      />
      <ActionIcon
        size={42}
        variant="subtle"
        color="gray"
        aria-label={texts.chat.attach}
        title={texts.chat.attach}
        onClick={() => picker.current?.click()}
      >
        <IconPaperclip size={22} />
      </ActionIcon>
      <WriteField
        field={field}
        draft={chat.draft}
        label={texts.chat.message}
        placeholder={texts.chat.placeholder}
        focused={focused}
        people={people}
        onChange={(draft) => {
          setPressed(false)
          chat.setDraft(draft)
        }}
        onSubmit={send}
        onArrowUp={onEditLast}
        onPaste={paste}
      />
      <ActionIcon
        type="submit"
        size={42}
        aria-label={texts.chat.send}
        disabled={chat.hindrance === 'empty' || chat.hindrance === 'tooLong'}
      >
        <IconSend2 size={22} />
      </ActionIcon>
      {left < nearEnd && (
        <p className={classes['hint']} data-over={left < 0 || undefined} role="status">
          {left < 0 ? texts.chat.tooLong(-left) : texts.chat.charactersLeft(left)}
        </p>
      )}
      {pressed && chat.hindrance === 'uploading' && (
        <p className={classes['hint']} role="status">
          {texts.chat.stillUploading}
        </p>
      )}
    </form>
  )
}
