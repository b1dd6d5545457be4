// Something beside the people, such as the chat; on a phone it covers them.

import { ActionIcon, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { KeyboardEvent, ReactNode } from 'react'
import classes from './panel.module.css'

interface Props {
  title: string
  closeLabel: string
  /** Whether it covers the bar, so that its own button is the only one that closes it. */
  covering: boolean
  onClose(): void
  /** Buttons beside the one that closes it. */
  actions?: ReactNode
  children: ReactNode
}

export function Panel({ title, closeLabel, covering, onClose, actions, children }: Props) {
  const keyPressed = (event: KeyboardEvent) => {
    // What a menu that opens over the panel does with the key reaches here too, by way of React.
    const isInside = event.target instanceof Node && event.currentTarget.contains(event.target)
    if (event.key === 'Escape' && isInside && !event.defaultPrevented) onClose()
  }
  return (
    <aside className={classes['panel']} aria-label={title} onKeyDown={keyPressed}>
      <header className={classes['header']}>
        <Title order={2} size="h4">
          {title}
        </Title>
        {actions && <div className={classes['actions']}>{actions}</div>}
        <ActionIcon
          size={40}
          variant="subtle"
          color="gray"
          aria-label={closeLabel}
          onClick={onClose}
          autoFocus={covering}
        >
          <IconX size={22} />
        </ActionIcon>
      </header>
      {children}
    </aside>
  )
}
