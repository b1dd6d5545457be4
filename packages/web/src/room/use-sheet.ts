// Whether the sheet of the shortcuts is open; closed, it gives the focus back to where it was.

import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { openerOf } from '../people/use-people.ts'

export interface Sheet {
  readonly open: boolean
  show(): void
  close(): void
}

export function useSheet(): Sheet {
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLElement>(null)
  return {
    open,
    show() {
      opener.current = openerOf(document.activeElement)
      setOpen(true)
    },
    close() {
      flushSync(() => setOpen(false)) // while the sheet stands it holds the focus
      const before = opener.current
      const back = before?.isConnected && before !== document.body ? before : document.querySelector('main')
      back?.focus()
    },
  }
}
