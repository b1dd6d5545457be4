// A question that must be answered before one goes on; Escape is a no.

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import classes from './menu.module.css'

interface Props {
  title: string
  /** Where the focus goes afterwards. */
  home: HTMLElement | null
  onClose(): void
  children: ReactNode
}

export function Dialog({ title, home, onClose, children }: Props) {
  const dialog = useModal(home)
  return (
    <dialog ref={dialog} className={classes['dialog']} aria-label={title} onClose={onClose} onKeyDown={keepEscape}>
      <h2 className={classes['title']}>{title}</h2>
      {children}
    </dialog>
  )
}

/** Shown as long as it is there. @param home where the focus goes afterwards; null: back to where it was */
export function useModal(home: HTMLElement | null) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = home ?? document.activeElement
    const element = dialog.current
    element?.showModal()
    element?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      element?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [home])
  return dialog
}

/** What closes the dialog does not close the chat behind it, and its keys are no shortcuts of the room. */
export function keepEscape(event: KeyboardEvent): void {
  event.stopPropagation()
}
