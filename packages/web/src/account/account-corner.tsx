// In the corner of a page: the way to sign in, or who is signed in and what belongs to that.

import { Button, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useId, useRef } from 'react'
import { Avatar } from '../room/avatar.tsx'
import { texts } from '../texts.ts'
import classes from './account.module.css'
import type { AccountState } from './account.ts'

interface Props {
  account: AccountState | undefined
  /** Whether this person runs the server. */
  admin: boolean
  /** Undefined while there is no connection to do it over. */
  onChangePassword: (() => void) | undefined
  onSignIn(): void
  onSignOut(): void
}

export function AccountCorner({ account, admin, onChangePassword, onSignIn, onSignOut }: Props) {
  const id = useId()
  const menu = useRef<HTMLDivElement>(null)
  if (account === undefined) {
    return (
      <Button variant="default" onClick={onSignIn}>
        {texts.account.signIn}
      </Button>
    )
  }
  const { name } = account
  const item = (act: () => void, word: ReactNode) => (
    <UnstyledButton
      className={classes['item']}
      onClick={() => {
        menu.current?.hidePopover()
        act()
      }}
    >
      {word}
    </UnstyledButton>
  )
  return (
    <>
      <UnstyledButton className={classes['corner']} popoverTarget={id}>
        <Avatar name={name} size={32} />
        <span className={classes['name']}>
          <bdi>{name}</bdi>
        </span>
        <VisuallyHidden>{texts.account.yours}</VisuallyHidden>
        <IconChevronDown size={16} aria-hidden="true" />
      </UnstyledButton>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={texts.account.menu(name)}
        className={classes['menu']}
      >
        <p className={classes['who']}>
          {texts.account.signedInAs} <strong>{name}</strong>
        </p>
        {admin && (
          <a className={classes['item']} href="/admin">
            {texts.account.admin}
          </a>
        )}
        {onChangePassword && item(onChangePassword, texts.account.changePassword)}
        {item(onSignOut, texts.account.signOut)}
      </div>
    </>
  )
}
