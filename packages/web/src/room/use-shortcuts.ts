// Listens for the single keys of the room, and for the space bar, which lets one talk as long as it is held.

import { useEffect, useEffectEvent, useRef } from 'react'
import { findShortcut, isForRoom, isForTalking, type Shortcut } from './shortcuts.ts'

/** Absent where the microphone is on, or not one's own to turn on. */
interface PushToTalk {
  begin(): void
  end(): void
}

export function useShortcuts(shortcuts: readonly Shortcut[], talk: PushToTalk | undefined): void {
  const talking = useRef<PushToTalk>(undefined)
  const hand = useRef({ onPointer: false, focusedByPointer: false })
  const stop = () => {
    talking.current?.end()
    talking.current = undefined
  }
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null
    if (event.key === ' ' && talking.current) return event.preventDefault() // it repeats while it is held
    if (/^(Tab|Enter|Escape|Arrow)/.test(event.key)) hand.current.onPointer = false
    if (event.repeat || !isForRoom(event.key, target, event)) return
    if (event.key === ' ') {
      if (!talk || !isForTalking(target, hand.current.focusedByPointer)) return
      event.preventDefault()
      talking.current = talk
      return talk.begin()
    }
    const shortcut = findShortcut(shortcuts, event.key)
    if (!shortcut) return
    event.preventDefault()
    shortcut.press(event.key.toLowerCase())
  })
  const released = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== ' ' || !talking.current) return
    event.preventDefault() // a button that still has the focus is not pressed
    stop()
  })
  const lost = useEffectEvent(stop)
  useEffect(() => {
    const ending = new AbortController()
    const { signal } = ending
    window.addEventListener('keydown', (event) => pressed(event), { signal })
    window.addEventListener('keyup', (event) => released(event), { signal })
    window.addEventListener('pointerdown', () => Object.assign(hand.current, { onPointer: true }), { signal })
    window.addEventListener(
      'focusin',
      () => Object.assign(hand.current, { focusedByPointer: hand.current.onPointer }),
      { signal },
    )
    // The key is let go where we do not hear it.
    window.addEventListener('blur', () => lost(), { signal })
    return () => ending.abort()
  }, [])
}
