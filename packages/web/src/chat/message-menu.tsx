// What can be done with a message: a menu beside its button (https://www.w3.org/WAI/ARIA/apg/patterns/menu-button).

import type { ComponentType, KeyboardEvent } from 'react'
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { texts } from '../texts.ts'
import classes from './menu.module.css'

export interface MenuItem {
  readonly name: string
  readonly Icon: ComponentType<{ size: number; stroke: number }>
  /** What cannot be taken back. */
  readonly grave?: boolean
  choose(): void
}

interface Props {
  /** The button that opened it. */
  anchor: HTMLElement
  items: readonly MenuItem[]
  onClose(): void
}

const gapPx = 4
const edgePx = 8

export function MessageMenu({ anchor, items, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = menu.current
    if (!element) return
    element.showPopover()
    place(element, anchor)
    element.querySelector('button')?.focus({ preventScroll: true })
  }, [anchor])
  const close = useEffectEvent(onClose)
  useEffect(() => {
    // Not `popover="auto"`: that one is closed again when the finger that opened it by a long press is lifted.
    const pressed = ({ target }: PointerEvent) => {
      if (!(target instanceof Node) || !menu.current?.contains(target)) close()
    }
    document.addEventListener('pointerdown', pressed, true)
    return () => document.removeEventListener('pointerdown', pressed, true)
  }, [])
  const keyPressed = (event: KeyboardEvent) => {
    event.stopPropagation()
    const buttons: (Element | null)[] = [...(menu.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement)
    const steps: Record<string, number> = {
      ArrowDown: (at + 1) % buttons.length,
      ArrowUp: (at - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }
    const next = steps[event.key]
    const button = next === undefined ? undefined : buttons[next]
    if (button instanceof HTMLElement) button.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') {
      anchor.focus()
      onClose()
    } else return
    event.preventDefault()
  }
  return (
    <div
      ref={menu}
      popover="manual"
      role="menu"
      aria-label={texts.chat.menu}
      className={classes['menu']}
      onKeyDown={keyPressed}
    >
      {items.map(({ name, Icon, grave, choose }) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          tabIndex={-1}
          data-grave={grave || undefined}
          onClick={() => {
            anchor.focus()
            onClose()
            choose()
          }}
        >
          <Icon size={18} stroke={1.75} />
          {name}
        </button>
      ))}
    </div>
  )
}

/** Under the button, or above it where there is no room; within the page. */
function place(menu: HTMLElement, anchor: HTMLElement): void {
  const { left, right, top, bottom } = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = menu
  const below = bottom + gapPx + height + edgePx <= window.innerHeight
  const aligned = left + width + edgePx <= window.innerWidth ? left : right - width
  menu.style.left = `${Math.max(edgePx, aligned)}px`
  menu.style.top = `${Math.max(edgePx, below ? bottom + gapPx : top - gapPx - height)}px`
}
