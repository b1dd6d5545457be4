// A line at the top of the room that says what is wrong, as long as it is.

import type { ReactNode } from 'react'
import classes from './banner.module.css'

export function Banner({ children, urgent = false }: { children: ReactNode; urgent?: boolean }) {
  return (
    <div className={classes['banner']} role="status" data-urgent={urgent || undefined}>
      {children}
    </div>
  )
}
