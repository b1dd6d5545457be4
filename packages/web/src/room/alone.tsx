// For the only one in a room: how the others get here.

import { Button } from '@mantine/core'
import { texts } from '../texts.ts'
import classes from './alone.module.css'

interface Props {
  /** Whether somebody else was here before. */
  left: boolean
  /** Whether the link alone opens no door. */
  withToken: boolean
  link: string
  copied: boolean
  onCopy(): void
}

export function Alone({ left, withToken, link, copied, onCopy }: Props) {
  return (
    <aside className={classes['alone']}>
      <strong>{left ? texts.room.alone : texts.room.first}</strong>
      <span>{withToken ? texts.room.withToken.hint : texts.room.aloneHint}</span>
      <div className={classes['link']}>
        <code>{link.replace(/^https?:\/\//, '')}</code>
        <Button size="compact-sm" h={30} onClick={onCopy}>
          {copied ? texts.room.copied : texts.room.copyLink}
        </Button>
      </div>
    </aside>
  )
}
