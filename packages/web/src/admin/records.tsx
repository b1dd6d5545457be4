// A table of a list, which on a narrow screen is a card for each row; with what is said when it is empty, loads or fails.

import { Button, Loader } from '@mantine/core'
import type { ReactNode } from 'react'
import { adminTexts } from '../texts/admin.ts'
import classes from './records.module.css'
import type { Listed } from './use-page.ts'

export interface Column<T> {
  readonly label: string
  readonly cell: (row: T) => ReactNode
  /** Numbers stand at the right. */
  readonly numeric?: boolean
  /** What the row is about: the head of its card. */
  readonly head?: boolean
  /** Buttons: without a label on the card. */
  readonly actions?: boolean
  /** On the card they stand beside its head. */
  readonly corner?: boolean
}

interface Props<T> {
  /** What the table is called. */
  label: string
  list: Listed<T>
  columns: readonly Column<T>[]
  keyOf(row: T): string
  search: string
  none: string
  noneHint?: string | undefined
}

export function Records<T>({ label, list, columns, keyOf, search, none, noneHint }: Props<T>) {
  const { items, state, next, showMore, reload } = list
  const { list: words } = adminTexts
  if (items.length === 0 && state === 'loading')
    return (
      <p className={classes['note']} role="status">
        <Loader size="sm" /> {words.loading}
      </p>
    )
  if (items.length === 0 && state !== 'ready') return <Failed forbidden={state === 'forbidden'} onAgain={reload} />
  if (items.length === 0)
    return (
      <div className={classes['empty']} role="status">
        <p>{search === '' ? none : words.nothingFound(search)}</p>
        {search === '' && noneHint !== undefined && <p className={classes['hint']}>{noneHint}</p>}
      </div>
    )
  return (
    <>
      {state !== 'ready' && <Failed forbidden={state === 'forbidden'} onAgain={reload} />}
      <table className={classes['table']} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ label: head, numeric, actions }) => (
              <th key={head} scope="col" data-numeric={numeric} data-actions={actions}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ label: head, cell, numeric, head: isHead, actions, corner }) => (
                <td
                  key={head}
                  data-label={head}
                  data-numeric={numeric}
                  data-head={isHead}
                  data-actions={actions}
                  data-corner={corner}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {next !== undefined && (
        <Button variant="default" onClick={showMore} className={classes['more'] ?? ''}>
          {words.more}
        </Button>
      )}
    </>
  )
}

function Failed({ forbidden, onAgain }: { forbidden: boolean; onAgain(): void }) {
  const { list } = adminTexts
  return (
    <p className={classes['note']} role="alert">
      {forbidden ? list.forbidden : list.failed}
      {!forbidden && (
        <Button size="compact-sm" variant="default" onClick={onAgain}>
          {list.again}
        </Button>
      )}
    </p>
  )
}
