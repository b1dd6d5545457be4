// Shows what has just happened, and reads it to those who listen.

import classes from './announcer.module.css'
import type { Announcement } from './use-announcements.ts'

export function Announcer({ announcements }: { announcements: readonly Announcement[] }) {
  return (
    <div className={classes['announcer']} role="status" aria-live="polite" aria-atomic="false">
      {announcements.map(({ key, text }) => (
        <p key={key} className={classes['announcement']}>
          {text}
        </p>
      ))}
    </div>
  )
}
