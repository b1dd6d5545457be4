// How well somebody is connected, on their tile and beside their name; calm as long as it is good.

import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useContext } from 'react'
import { texts } from '../texts.ts'
import { isBad } from './level.ts'
import { QualityBars } from './quality-bars.tsx'
import { QualityContext, useLevel } from './quality-context.ts'
import classes from './quality-mark.module.css'

interface Props {
  participant: string
  name: string
  isSelf: boolean
}

/** In the caption of a tile: shown when it is poor, or when one points at the tile; a click shows more. */
export function QualityMark({ participant, name, isSelf }: Props) {
  const level = useLevel(participant)
  const here = useContext(QualityContext)
  if (!level || !here) return null
  const bad = isBad(level)
  const label = labelOf(name, isSelf, texts.quality.level[level])
  return (
    <UnstyledButton
      className={classes['mark'] ?? ''}
      data-bad={bad || undefined}
      // A good connection is no news, and no stop on the way through the page: the More menu leads there too.
      tabIndex={bad ? 0 : -1}
      aria-hidden={!bad}
      aria-label={`${label}. ${texts.quality.details}`}
      title={label}
      onClick={here.open}
    >
      <QualityBars level={level} />
    </UnstyledButton>
  )
}

/** In the list of people: always there. */
export function QualityNote({ participant, name, isSelf }: Props) {
  const level = useLevel(participant)
  if (!level) return null
  const label = labelOf(name, isSelf, texts.quality.level[level])
  return (
    <span className={classes['note']} title={label}>
      <QualityBars level={level} />
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  )
}

function labelOf(name: string, isSelf: boolean, level: string): string {
  return isSelf ? texts.quality.ownMark(level) : texts.quality.mark(name, level)
}
