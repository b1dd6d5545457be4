// Whoever was offered a new password by those who run the server sets it here, and is signed in.

import './admin.css'
import { Button, PasswordInput } from '@mantine/core'
import { Refusal, resetPassword } from '@parley/client'
import { type FormEvent, useEffect, useState } from 'react'
import { Account } from '../account/account.ts'
import { accountProblemOf } from '../account/account-problem.ts'
import { socketUrl } from '../address.ts'
import { Mark } from '../mark.tsx'
import { Notice } from '../notice.tsx'
import { adminTexts } from '../texts/admin.ts'
import { texts } from '../texts.ts'
import classes from './admin.module.css'

const leastCharacters = 8

export function Reset() {
  const { reset, signIn, toApp } = adminTexts
  const [secret] = useState(takeSecret)
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [name, setName] = useState<string>()
  useEffect(() => {
    document.title = texts.product
  }, [])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (password.length < leastCharacters) return setProblem(reset.tooShort)
    setBusy(true)
    try {
      const url = socketUrl(location)
      const signedIn = await resetPassword(url, { secret, newPassword: password })
      new Account(url, Date.now).keep(signedIn)
      setName(signedIn.name)
    } catch (error) {
      const used = error instanceof Refusal && error.reason === 'account.resetInvalid'
      setProblem(used ? reset.invalid : signIn.problem[accountProblemOf(error)])
    }
    setBusy(false)
  }
  const onward = (
    <Button component="a" href="/">
      {toApp}
    </Button>
  )
  if (name !== undefined)
    return (
      <Notice title={reset.done(name)} hint={reset.doneHint}>
        {onward}
      </Notice>
    )
  if (secret === '') return <Notice title={reset.incomplete}>{onward}</Notice>
  return (
    <main className={classes['door']}>
      <Mark size={44} />
      <h1>{reset.heading}</h1>
      <p className={classes['quiet']}>{reset.hint}</p>
      {problem !== undefined && (
        <p className={classes['problem']} role="alert">
          {problem}
        </p>
      )}
      <form onSubmit={(event) => void submit(event)} noValidate>
        <PasswordInput
          size="md"
          label={reset.password}
          description={reset.tooShort}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoFocus
        />
        <Button type="submit" size="md" loading={busy}>
          {reset.submit}
        </Button>
      </form>
    </main>
  )
}

/** Out of the address bar, so that it is in no history that somebody else reads. */
function takeSecret(): string {
  const secret = new URLSearchParams(location.hash.slice(1)).get('secret') ?? ''
  if (secret !== '') history.replaceState(history.state, '', location.pathname)
  return secret
}
