// Asks before a message is deleted for everyone.

import { Button } from '@mantine/core'
import type { ChatMessage, Room } from '@parley/client'
import { useState } from 'react'
import { texts } from '../texts.ts'
import { Dialog } from './dialog.tsx'
import { explain } from './explain.ts'
import classes from './menu.module.css'

interface Props {
  room: Room
  message: ChatMessage
  own: boolean
  /** The message in the page: its button may be gone afterwards. */
  home: HTMLElement | null
  onClose(): void
}

export function DeleteDialog({ room, message, own, home, onClose }: Props) {
  const [state, setState] = useState<'idle' | 'deleting' | { readonly problem: string }>('idle')
  const remove = async () => {
    setState('deleting')
    try {
      await room.delete(message.id)
      onClose()
    } catch (error) {
      setState({ problem: explain(error) })
    }
  }
  const { text } = message
  return (
    <Dialog title={own ? texts.chat.deleteOwn : texts.chat.deleteOf(message.name)} home={home} onClose={onClose}>
      <blockquote className={classes['excerpt']} dir="auto">
        {text.length > 200 ? `${text.slice(0, 200).toWellFormed()}…` : text}
      </blockquote>
      <p className={classes['words']}>{texts.chat.deleteHint}</p>
      {typeof state === 'object' && (
        <p className={classes['problem']} role="alert">
          {state.problem}
        </p>
      )}
      <div className={classes['choices']}>
        <Button variant="default" onClick={onClose} data-autofocus="">
          {texts.chat.keep}
        </Button>
        <Button bg="var(--leave)" loading={state === 'deleting'} onClick={() => void remove()}>
          {texts.chat.deleteIt}
        </Button>
      </div>
    </Dialog>
  )
}
