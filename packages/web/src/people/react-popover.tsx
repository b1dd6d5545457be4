// The raised hand and a handful of emoji, opened by the browser itself above the bar.

import { Button, UnstyledButton } from '@mantine/core'
import { IconHandOff, IconHandStop } from '@tabler/icons-react'
import { type Ref, useRef } from 'react'
import { texts } from '../texts.ts'
import classes from './react-popover.module.css'
import type { Hand } from './use-people.ts'

interface Props {
  ref?: Ref<HTMLDivElement>
  /** Of the popover, for the button that opens it. */
  id: string
  hand: Hand
  onReact(reaction: string): void
}

export function ReactPopover({ ref, id, hand, onReact }: Props) {
  const words = texts.people
  const handButton = useRef<HTMLButtonElement>(null)
  const toggleHand = () => {
    hand.toggle()
    handButton.current?.closest<HTMLElement>('[popover]')?.hidePopover()
  }
  return (
    <div ref={ref} id={id} popover="auto" role="dialog" aria-label={words.openReactions} className={classes['popover']}>
      <div className={classes['reactions']}>
        {Object.entries(words.reactionNames).map(([reaction, name]) => (
          <UnstyledButton
            key={reaction}
            className={classes['reaction'] ?? ''}
            aria-label={words.sendReaction(name)}
            title={name}
            onClick={() => onReact(reaction)}
          >
            {reaction}
          </UnstyledButton>
        ))}
      </div>
      <Button
        ref={handButton}
        fullWidth
        variant={hand.raised ? 'filled' : 'default'}
        aria-keyshortcuts="h"
        leftSection={hand.raised ? <IconHandOff size={20} stroke={1.75} /> : <IconHandStop size={20} stroke={1.75} />}
        onClick={toggleHand}
      >
        {hand.raised ? words.lowerOwnHand : words.raiseHand}
      </Button>
    </div>
  )
}
