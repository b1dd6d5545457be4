// Which panel is open beside the people: one at a time, and the focus goes back to the button that opened it.

import { type RefObject, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

export type PanelName = 'chat' | 'people' | 'quality'

export interface Panels {
  readonly open: PanelName | undefined
  /** For the button in the bar that opens and closes this one. Without one, it is opened from the More menu. */
  button(panel: PanelName): RefObject<HTMLButtonElement | null>
  /** For the button of the More menu. */
  readonly more: RefObject<HTMLButtonElement | null>
  readonly moreOpen: boolean
  readonly setMoreOpen: (open: boolean) => void
  toggle(panel: PanelName): void
  readonly close: () => void
}

export function usePanels(): Panels {
  const [open, setOpen] = useState<PanelName>()
  const buttons: Record<PanelName, RefObject<HTMLButtonElement | null>> = {
    chat: useRef(null),
    people: useRef(null),
    quality: useRef(null),
  }
  const [moreOpen, setMoreOpen] = useState(false)
  const more = useRef<HTMLButtonElement>(null)
  const show = (panel: PanelName | undefined) => {
    flushSync(() => setOpen(panel)) // on a phone the button can take the focus only once the panel is gone
    if (panel === undefined && open !== undefined) (buttons[open].current ?? more.current)?.focus()
  }
  return {
    open,
    button: (panel) => buttons[panel],
    more,
    moreOpen,
    setMoreOpen,
    toggle: (panel) => show(open === panel ? undefined : panel),
    close: () => show(undefined),
  }
}
