// A field to write a message in: it grows with the text, names people behind an `@`, and knows which keys send.

import { Textarea } from '@mantine/core'
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { useMedia } from '../use-media.ts'
import { changeText, type Draft } from './draft.ts'
import { findQuery, fitting, type Named, withMention } from './find-mention.ts'
import { MentionList } from './mention-list.tsx'
import { useGrow } from './use-grow.ts'
import classes from './write.module.css'

interface Props {
  field: RefObject<HTMLTextAreaElement | null>
  draft: Draft
  label: string
  placeholder?: string
  focused: boolean
  /** Who can be named now. */
  people(): readonly Named[]
  onChange(draft: Draft): void
  onSubmit(): void
  onEscape?(event: KeyboardEvent): void
  /** Arrow up where there is nothing to go up in. */
  onArrowUp?(): void
  onPaste?(event: ClipboardEvent): void
}

export function WriteField({ field, draft, people, onChange, onSubmit, onEscape, onArrowUp, ...rest }: Props) {
  const { label, placeholder, focused, onPaste } = rest
  useGrow(field, draft.text)
  const [caret, setCaret] = useState(draft.text.length)
  const [dismissed, setDismissed] = useState<number>()
  const [active, setActive] = useState(0)
  const nextCaret = useRef<number>(undefined)
  /** The draft with a name just put in, and the space behind it that nobody has typed. */
  const justNamed = useRef<{ readonly text: string; readonly caret: number }>(undefined)
  // Where one writes with the thumbs there is no Shift+Enter: the button sends.
  const byThumbs = useMedia('(hover: none) and (pointer: coarse)')
  const query = findQuery(draft.text, caret)
  const offered = query === undefined || query.start === dismissed ? [] : fitting(people(), query.words)
  const at = Math.min(active, offered.length - 1)

  useLayoutEffect(() => {
    if (nextCaret.current === undefined) return
    field.current?.setSelectionRange(nextCaret.current, nextCaret.current)
    setCaret(nextCaret.current)
    nextCaret.current = undefined
  })
  const choose = (named: Named | undefined) => {
    if (query === undefined || named === undefined) return
    const chosen = withMention(draft, query, named)
    nextCaret.current = chosen.caret
    justNamed.current = { text: chosen.draft.text, caret: chosen.caret }
    onChange(chosen.draft)
    setActive(0)
    field.current?.focus()
  }
  /** Whether the key was meant for the list. */
  const pressInList = (key: string): boolean => {
    if (key === 'ArrowDown') setActive((at + 1) % offered.length)
    else if (key === 'ArrowUp') setActive((at - 1 + offered.length) % offered.length)
    else if (key === 'Enter' || key === 'Tab') choose(offered[at])
    else if (key === 'Escape') setDismissed(query?.start)
    else return false
    return true
  }
  const keyPressed = (event: KeyboardEvent) => {
    // While a word is being composed (Japanese, Chinese …) keys belong to the composition; 229 is Safari's way to say so.
    if (event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return
    if (offered.length > 0 && !event.shiftKey && pressInList(event.key)) event.preventDefault()
    else if (event.key === 'Enter' && !event.shiftKey && !byThumbs) {
      event.preventDefault()
      onSubmit()
    } else if (event.key === 'Escape') onEscape?.(event)
    else if (event.key === 'ArrowUp' && draft.text === '' && onArrowUp) {
      event.preventDefault()
      onArrowUp()
    }
  }
  const listId = `${label.replaceAll(/\W/g, '')}-people`
  return (
    <div className={classes['fieldFrame']}>
      {offered.length > 0 && <MentionList id={listId} people={offered} active={at} onChoose={choose} />}
      <Textarea
        ref={field}
        size="md"
        rows={1}
        dir="auto"
        classNames={{ input: classes['field'] ?? '' }}
        aria-label={label}
        placeholder={placeholder}
        // A field of several lines stays a textbox (ARIA in HTML); these say the rest of the combobox pattern.
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? listId : undefined}
        aria-activedescendant={offered.length > 0 ? `${listId}-${at}` : undefined}
        value={draft.text}
        autoFocus={focused}
        onChange={({ currentTarget: { value, selectionStart } }) => {
          const named = justNamed.current
          justNamed.current = undefined
          if (named?.text === draft.text && value === typedSpace(named)) {
            nextCaret.current = named.caret
            setCaret(selectionStart)
            onChange({ ...draft })
            return
          }
          onChange(changeText(draft, value))
          setCaret(selectionStart)
          setActive(0)
          if (findQuery(value, selectionStart)?.start !== dismissed) setDismissed(undefined)
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onBlur={() => setCaret(-1)}
        onFocus={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onKeyDown={keyPressed}
        onPaste={onPaste}
      />
    </div>
  )
}

/** What the field holds once a space is typed where there is one already. */
function typedSpace({ text, caret }: { readonly text: string; readonly caret: number }): string {
  return `${text.slice(0, caret)} ${text.slice(caret)}`
}
