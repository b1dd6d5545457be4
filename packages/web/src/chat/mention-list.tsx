// Who can be named here, above the field; the focus stays in the field (https://www.w3.org/WAI/ARIA/apg/patterns/combobox).

import { VisuallyHidden } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { texts } from '../texts.ts'
import type { Named } from './find-mention.ts'
import classes from './write.module.css'

interface Props {
  id: string
  people: readonly Named[]
  /** Which one a key would choose. */
  active: number
  onChoose(named: Named): void
}

export function MentionList({ id, people, active, onChoose }: Props) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <>
      <div ref={list} id={id} role="listbox" aria-label={texts.chat.people} className={classes['people']}>
        {people.map((named, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus
          <div
            key={named.person}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            className={classes['person']}
            onPointerDown={(event) => event.preventDefault()} // the field keeps the focus
            onClick={() => onChoose(named)}
          >
            <bdi>{named.name}</bdi>
          </div>
        ))}
      </div>
      <VisuallyHidden role="status">{texts.chat.peopleFound(people.length)}</VisuallyHidden>
    </>
  )
}
