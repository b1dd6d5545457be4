// Whoever wants to run the server says who they are.

import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { AccountProblem } from '../account/account-problem.ts'
import { Mark } from '../mark.tsx'
import { adminTexts } from '../texts/admin.ts'
import classes from './admin.module.css'

interface Props {
  problem: AccountProblem | undefined
  notAdmin: string | undefined
  onSignIn(account: string, password: string): Promise<void>
}

export function SignIn({ problem, notAdmin, onSignIn }: Props) {
  const { signIn } = adminTexts
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [incomplete, setIncomplete] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (account.trim() === '' || password === '') return setIncomplete(true)
    setIncomplete(false)
    setBusy(true)
    await onSignIn(account.trim(), password)
    setBusy(false)
  }
  const trouble = troubleOf(problem, notAdmin, incomplete)
  return (
    <main className={classes['door']}>
      <Mark size={44} />
      <h1>{signIn.heading}</h1>
      {trouble !== undefined && (
        <p className={classes['problem']} role="alert">
          {trouble}
        </p>
      )}
      <form onSubmit={(event) => void submit(event)} noValidate>
        <TextInput
          size="md"
          label={signIn.account}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={account}
          onChange={(event) => setAccount(event.currentTarget.value)}
          autoFocus
        />
        <PasswordInput
          size="md"
          label={signIn.password}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={busy}>
          {signIn.submit}
        </Button>
      </form>
      <p className={classes['quiet']}>{signIn.hint}</p>
      <code className={classes['command']}>npm run parley -- invite --admin</code>
    </main>
  )
}

function troubleOf(problem: AccountProblem | undefined, notAdmin: string | undefined, incomplete: boolean) {
  const { signIn } = adminTexts
  if (incomplete) return signIn.missing
  if (problem !== undefined) return signIn.problem[problem]
  return notAdmin === undefined ? undefined : signIn.notAdmin(notAdmin)
}
