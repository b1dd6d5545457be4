// One message: text, in which addresses are links.

import { memo, type ReactNode } from 'react'
import classes from './chat.module.css'
import { splitLinks } from './split-links.ts'

interface Props {
  text: string
  own: boolean
  /** On its way. */
  pending?: boolean
  children?: ReactNode
}

export const Message = memo(function Message({ text, own, pending = false, children }: Props) {
  return (
    <div className={classes['message']} data-own={own || undefined} data-pending={pending || undefined}>
      <p className={classes['bubble']} dir="auto">
        {splitLinks(text).map(({ offset, text: part, href }) =>
          href === undefined ? (
            part
          ) : (
            <a key={offset} href={href} target="_blank" rel="noopener noreferrer">
              {part}
            </a>
          ),
        )}
      </p>
      {children}
    </div>
  )
})
