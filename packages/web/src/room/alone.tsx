// For the first one in a room: how the others get here.

import { Button } from '@mantine/core'
import { texts } from '../texts.ts'
import classes from './alone.module.css'

interface Props {
  link: string
  copied: boolean
  onCopy(): void
}

export function Alone({ link, copied, onCopy }: Props) {
  return (
    <aside className={classes['alone']}>
      <strong>{texts.room.alone}</strong>
      <span>{texts.room.aloneHint}</span>
      <div className={classes['link']}>
        <code>{link.replace(/^https?:\/\//, '')}</code>
        <Button size="compact-sm" h={30} onClick={onCopy}>
          {copied ? texts.room.copied : texts.room.copyLink}
        </Button>
      </div>
    </aside>
  )
}
