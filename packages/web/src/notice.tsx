// A page with one thing to say, in the middle of the screen.

import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Mark } from './mark.tsx'
import classes from './notice.module.css'

interface Props {
  title: string
  hint?: string
  children?: ReactNode
}

export function Notice({ title, hint, children }: Props) {
  return (
    <main className={classes['notice']}>
      <Mark size={44} />
      <div role="status">
        <Title order={1} size="h2">
          {title}
        </Title>
      </div>
      {hint && <Text c="var(--quiet)">{hint}</Text>}
      <div className={classes['actions']}>{children}</div>
    </main>
  )
}
