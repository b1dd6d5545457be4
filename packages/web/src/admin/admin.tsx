// The administration: signed in and allowed to, or on the way there.

import './admin.css'
import { Button, Loader } from '@mantine/core'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Account } from '../account/account.ts'
import { type Address, socketUrl } from '../address.ts'
import { Notice } from '../notice.tsx'
import { recallToken } from '../remembered.ts'
import { adminTexts } from '../texts/admin.ts'
import classes from './admin.module.css'
import { AdminDoor } from './admin-door.ts'
import { Console } from './console.tsx'
import { SignIn } from './sign-in.tsx'

export function Admin({ address }: { address: Address }) {
  const [door] = useState(() => openDoor(address))
  const state = useSyncExternalStore(door.subscribe, door.state)
  useEffect(() => {
    document.title = adminTexts.documentTitle(adminTexts.title)
    void door.open()
    return () => void door.close()
  }, [door])
  const { signIn } = adminTexts
  switch (state.state) {
    case 'connecting':
      return (
        <p className={classes['waiting']} role="status">
          <Loader size="sm" /> {signIn.connecting}
        </p>
      )
    case 'signIn':
      return <SignIn problem={state.problem} notAdmin={state.notAdmin} onSignIn={door.signIn} />
    case 'unreachable':
      return (
        <Notice title={signIn.unreachable} hint={signIn.unreachableHint}>
          <Button onClick={() => void door.open()}>{signIn.again}</Button>
        </Notice>
      )
    case 'ended':
      return (
        <Notice title={signIn.ended} hint={state.words || signIn.endedHint}>
          <Button onClick={() => void door.open()}>{signIn.again}</Button>
        </Notice>
      )
    case 'open':
      return <Console parley={state.parley} reconnecting={state.reconnecting} onSignOut={() => void door.signOut()} />
  }
}

function openDoor({ token }: Address): AdminDoor {
  const url = socketUrl(location)
  return new AdminDoor({ url, token: token ?? recallToken(''), account: new Account(url, Date.now) })
}
