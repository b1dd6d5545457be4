// How much of the others' pictures is received on this visit: a choice of the person, for a line or a computer that is short.

export const receivingModes = ['all', 'small', 'sound'] as const
/** `small`: the smallest size of each picture; `sound`: no pictures at all. */
export type ReceivingMode = (typeof receivingModes)[number]

/** In physical pixels: the smallest size that cameras send. */
const smallHeight = 180

export interface Receiving {
  readonly subscribe: (listener: () => void) => () => void
  readonly mode: () => ReceivingMode
  set(mode: ReceivingMode): void
}

export function openReceiving(): Receiving {
  const listeners = new Set<() => void>()
  let mode: ReceivingMode = 'all'
  return {
    mode: () => mode,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set(next) {
      if (next === mode) return
      mode = next
      for (const listener of listeners) listener()
    },
  }
}

interface Sized {
  readonly width: number
  readonly height: number
}

/** What is asked of the server instead of what is on the screen, in physical pixels. */
export function limitView<T extends Sized>(mode: ReceivingMode, items: readonly T[]): T[] {
  if (mode === 'sound') return []
  if (mode === 'all') return [...items]
  return items.map((item) => {
    const scale = Math.min(1, smallHeight / Math.max(1, item.height))
    return { ...item, width: Math.round(item.width * scale), height: Math.round(item.height * scale) }
  })
}
