// A question that must be answered before one goes on; Escape is a no.

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import classes from './menu.module.css'

interface Props {
  title: string
  onClose(): void
  children: ReactNode
}

export function Dialog({ title, onClose, children }: Props) {
  const dialog = useModal()
  return (
    <dialog ref={dialog} className={classes['dialog']} aria-label={title} onClose={onClose} onKeyDown={keepEscape}>
      <h2 className={classes['title']}>{title}</h2>
      {children}
    </dialog>
  )
}

/** Shown as long as it is there; the focus goes back to where it was, if that is still there. */
export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    const element = dialog.current
    element?.showModal()
    element?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      element?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return dialog
}

/** What closes the dialog does not close the chat behind it, and its keys are no shortcuts of the room. */
export function keepEscape(event: KeyboardEvent): void {
  event.stopPropagation()
}
