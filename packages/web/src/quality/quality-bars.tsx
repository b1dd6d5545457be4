// Three bars of which as many are filled as the connection is good.

import { bars, type Level } from './level.ts'
import classes from './quality-mark.module.css'

export function QualityBars({ level }: { level: Level }) {
  const filled = bars(level)
  return (
    <svg className={classes['bars']} data-level={level} viewBox="0 0 14 12" aria-hidden="true">
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          data-filled={bar < filled || undefined}
          x={bar * 5}
          y={8 - bar * 4}
          width="4"
          height={4 + bar * 4}
          rx="1"
        />
      ))}
      {level === 'lost' && <path d="M1.5 1.5 6 6M6 1.5 1.5 6" />}
    </svg>
  )
}
