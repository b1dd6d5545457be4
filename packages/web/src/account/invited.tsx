// The page of an invitation to this server.

import { useState } from 'react'
import { Frame } from '../home/frame.tsx'
import { CreateAccount } from './create-account.tsx'
import { useAccount } from './use-account.ts'

interface Props {
  invitation: string
  onDone(): void
}

export function Invited({ invitation, onDone }: Props) {
  const [signingIn, setSigningIn] = useState(false)
  const account = useAccount()
  const answered = (open: boolean) => {
    setSigningIn(open)
    if (!open && account.state() !== undefined) onDone()
  }
  return (
    <Frame line={undefined} onStart={onDone} signingIn={signingIn} onSignIn={answered}>
      <CreateAccount invitation={invitation} onDone={onDone} onSignIn={() => setSigningIn(true)} />
    </Frame>
  )
}
