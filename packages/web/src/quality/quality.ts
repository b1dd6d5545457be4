// Everything about quality that lives as long as one is in a room.

import type { Room } from '@parley/client'
import { openReceiving, type Receiving } from './receiving.ts'
import { openQualityWatch, type QualityWatch } from './watch.ts'

export interface Quality {
  readonly watch: QualityWatch
  readonly receiving: Receiving
  close(): void
}

export function openQuality(room: Room): Quality {
  const watch = openQualityWatch({
    room,
    now: Date.now,
    setTimer(callback, delayMs) {
      const timer = setTimeout(callback, delayMs)
      return () => clearTimeout(timer)
    },
  })
  return { watch, receiving: openReceiving(), close: watch.close }
}
