// A field that is as tall as what is written in it; its `max-height` says where it begins to scroll.

import { type RefObject, useLayoutEffect } from 'react'

export function useGrow(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is in the field by then, and measured there
  useLayoutEffect(() => {
    const grow = () => {
      const element = field.current
      if (!element) return
      element.style.height = 'auto' // it must be able to shrink again
      element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`
    }
    grow()
    window.addEventListener('resize', grow) // a phone is turned round
    return () => window.removeEventListener('resize', grow)
  }, [field, text])
}
