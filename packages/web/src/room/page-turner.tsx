// The pages of the stage: arrows at the sides, dots below, and a swipe of the finger.

import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { type PointerEvent, type ReactNode, useRef } from 'react'
import { texts } from '../texts.ts'
import type { Size } from './grid-layout.ts'
import classes from './page-turner.module.css'
import { swiped } from './swipe.ts'

interface Props {
  page: number
  pageCount: number
  space: Size
  onTurn(page: number): void
  children: ReactNode
}

export function PageTurner({ page, pageCount, space, onTurn, children }: Props) {
  const from = useRef<{ x: number; y: number }>(undefined)
  const words = texts.stage
  const turn = (by: number) => {
    const to = page + by
    if (to >= 0 && to < pageCount) onTurn(to)
  }
  const begin = (event: PointerEvent) => {
    from.current = event.pointerType === 'mouse' ? undefined : { x: event.clientX, y: event.clientY }
  }
  const end = (event: PointerEvent) => {
    if (from.current) turn(swiped(from.current, { x: event.clientX, y: event.clientY }))
    from.current = undefined
  }
  return (
    <div
      className={classes['turner']}
      style={space}
      data-pages={pageCount > 1 || undefined}
      onPointerDown={begin}
      onPointerUp={end}
    >
      {children}
      {pageCount > 1 && (
        <nav className={classes['pages']} aria-label={words.pages}>
          <UnstyledButton
            className={classes['arrow']}
            aria-label={words.previousPage}
            title={words.previousPage}
            disabled={page === 0}
            onClick={() => turn(-1)}
          >
            <IconChevronLeft size={22} />
          </UnstyledButton>
          <span className={classes['dots']}>
            <VisuallyHidden role="status">{words.page(page + 1, pageCount)}</VisuallyHidden>
            {pageCount <= 7 ? (
              Array.from({ length: pageCount }, (_, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a page has no name but its number
                <span key={at} className={classes['dot']} data-here={at === page || undefined} aria-hidden="true" />
              ))
            ) : (
              <span aria-hidden="true">
                {page + 1}/{pageCount}
              </span>
            )}
          </span>
          <UnstyledButton
            className={classes['arrow']}
            aria-label={words.nextPage}
            title={words.nextPage}
            disabled={page === pageCount - 1}
            onClick={() => turn(1)}
          >
            <IconChevronRight size={22} />
          </UnstyledButton>
        </nav>
      )}
    </div>
  )
}
