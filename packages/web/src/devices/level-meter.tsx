// A row of lights that follows the microphone, so that one sees that it hears.

import { useRef } from 'react'
import { texts } from '../texts.ts'
import classes from './level-meter.module.css'
import { useLevel } from './use-level.ts'

/** How often the value for screen readers and tests changes; the picture follows each frame. */
const announceEveryFrames = 15

export function LevelMeter({ track }: { track: MediaStreamTrack | null }) {
  const meter = useRef<HTMLDivElement>(null)
  const frames = useRef(0)
  useLevel(track, (level) => {
    meter.current?.style.setProperty('--level', level.toFixed(3))
    if (frames.current++ % announceEveryFrames === 0) {
      meter.current?.setAttribute('aria-valuenow', String(Math.round(level * 100)))
    }
  })
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> cannot be painted alike in all browsers
    <div
      ref={meter}
      role="meter"
      aria-label={texts.devices.level}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className={classes['meter']}
    />
  )
}
