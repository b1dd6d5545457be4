// An own message while it is being changed, in its place: Enter saves, Escape leaves it as it was.

import { Button } from '@mantine/core'
import type { ChatMessage, Room } from '@parley/client'
import { useEffect, useRef, useState } from 'react'
import { texts } from '../texts.ts'
import { type Draft, trimDraft } from './draft.ts'
import { explain } from './explain.ts'
import { textOfFiles, wordsOf } from './file-text.ts'
import type { Named } from './find-mention.ts'
import { longestMessage } from './use-chat.ts'
import classes from './write.module.css'
import { WriteField } from './write-field.tsx'

interface Props {
  room: Room
  message: ChatMessage
  people(): readonly Named[]
  onClose(): void
}

export function MessageEditor({ room, message, people, onClose }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const words = wordsOf(message)
  const [draft, setDraft] = useState<Draft>({ text: words, mentions: words === '' ? [] : (message.mentions ?? []) })
  const [state, setState] = useState<'idle' | 'saving' | { readonly problem: string }>('idle')
  const { attachments = [] } = message
  const trimmed = trimDraft(draft)
  const over = trimmed.text.length - longestMessage
  const impossible = over > 0 || (trimmed.text === '' && attachments.length === 0)
  useEffect(() => {
    const element = field.current
    element?.focus({ preventScroll: true })
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [])
  // With what stands under the field, also while it grows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text makes it grow
  useEffect(() => {
    // Nothing of it is returned: newer browsers give a promise, and React would take it for a way to clean up.
    void frame.current?.scrollIntoView({ block: 'nearest' })
  }, [draft.text])
  const save = async () => {
    if (impossible || state === 'saving') return
    if (trimmed.text === words) return onClose()
    setState('saving')
    try {
      const text = trimmed.text === '' ? textOfFiles(attachments) : trimmed.text
      await room.edit(message.id, text, { mentions: trimmed.text === '' ? [] : trimmed.mentions })
      onClose()
    } catch (error) {
      setState({ problem: explain(error) })
    }
  }
  return (
    <div ref={frame} className={classes['editor']}>
      <WriteField
        field={field}
        draft={draft}
        label={texts.chat.editMessage}
        focused={false}
        people={people}
        onChange={setDraft}
        onSubmit={() => void save()}
        onEscape={(event) => {
          event.preventDefault() // the panel stays
          onClose()
        }}
      />
      {over > 0 && (
        <p className={classes['hint']} data-over role="status">
          {texts.chat.tooLong(over)}
        </p>
      )}
      {typeof state === 'object' && (
        <p className={classes['problem']} role="alert">
          {state.problem}
        </p>
      )}
      <div className={classes['editorChoices']}>
        <Button size="compact-md" variant="subtle" color="gray" onClick={onClose}>
          {texts.chat.cancelEdit}
        </Button>
        <Button size="compact-md" disabled={impossible} loading={state === 'saving'} onClick={() => void save()}>
          {texts.chat.saveEdit}
        </Button>
      </div>
    </div>
  )
}
