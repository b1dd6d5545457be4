// What stands around the start page and the door of a room: the mark, the account, and the dialogs that belong to it.

import { Button } from '@mantine/core'
import { lazy, type MouseEvent, type ReactNode, Suspense, useState } from 'react'
import { AccountCorner } from '../account/account-corner.tsx'
import { useAccount, useAccountState, useLapsed } from '../account/use-account.ts'
import type { LineState } from '../lobby/line.ts'
import { Mark } from '../mark.tsx'
import { texts } from '../texts.ts'
import classes from './frame.module.css'

const SignInDialog = lazy(async () => ({ default: (await import('../account/sign-in-dialog.tsx')).SignInDialog }))
const PasswordDialog = lazy(async () => ({ default: (await import('../account/password-dialog.tsx')).PasswordDialog }))

interface Props {
  /** Undefined on pages that need no connection. */
  line: LineState | undefined
  /** In the header, beside the account. */
  aside?: ReactNode
  /** To the start page; undefined: this is it. */
  onStart?: (() => void) | undefined
  signingIn: boolean
  onSignIn(open: boolean): void
  children: ReactNode
}

export function Frame({ line, aside, onStart, signingIn, onSignIn, children }: Props) {
  const account = useAccount()
  const state = useAccountState(account)
  const lapsed = useLapsed(account)
  const [changing, setChanging] = useState(false)
  const parley = line?.phase === 'open' || line?.phase === 'interrupted' ? line.parley : undefined
  const isOwn = parley !== undefined && parley.person.id === state?.person
  const toStart = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || onStart === undefined) return
    event.preventDefault()
    onStart()
  }
  return (
    <div className={classes['page']}>
      <header className={classes['header']}>
        <a href="/" className={classes['mark']} aria-label={texts.home.toStart} onClick={toStart}>
          <Mark size={30} />
          <span>{texts.product}</span>
        </a>
        <div className={classes['aside']}>
          {aside}
          <AccountCorner
            account={state}
            admin={isOwn && parley.grants.admin}
            onChangePassword={isOwn ? () => setChanging(true) : undefined}
            onSignIn={() => onSignIn(true)}
            onSignOut={account.forget}
          />
        </div>
      </header>
      {lapsed && (
        <div className={classes['lapsed']} role="status">
          <p>{texts.account.signedOut}</p>
          <Button size="compact-md" onClick={() => onSignIn(true)}>
            {texts.account.signIn}
          </Button>
        </div>
      )}
      {children}
      <Suspense>
        {signingIn && <SignInDialog onClose={() => onSignIn(false)} />}
        {changing && isOwn && <PasswordDialog parley={parley} onClose={() => setChanging(false)} />}
      </Suspense>
    </div>
  )
}
