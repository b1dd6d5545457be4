// Makes an account by an invitation to this server, which the link has brought.

import { Button, PasswordInput, TextInput, Title } from '@mantine/core'
import { createAccount } from '@parley/client'
import { type FormEvent, useEffect, useState } from 'react'
import { socketUrl } from '../address.ts'
import { problemOfName } from '../names.ts'
import { texts } from '../texts.ts'
import classes from './account.module.css'
import { wordsForName, wordsForPassword } from './credential-words.ts'
import { useAccount } from './use-account.ts'
import { useAsking } from './use-asking.ts'

interface Props {
  invitation: string
  /** With an account, or without. */
  onDone(): void
  onSignIn(): void
}

export function CreateAccount({ invitation, onDone, onSignIn }: Props) {
  const account = useAccount()
  const [name, setName] = useState('')
  const [shown, setShown] = useState('')
  const [password, setPassword] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const { busy, problem, ask } = useAsking()
  const words = texts.account
  useEffect(() => {
    document.title = texts.title(texts.account.createTitle)
  }, [])
  const problems = {
    name: wordsForName(name.trim()),
    shown: shown.trim() !== '' && problemOfName(shown.trim()) !== null ? words.displayNameUnusable : null,
    password: wordsForPassword(password),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (problems.name ?? problems.shown ?? problems.password) return
    ask(async () => {
      const displayName = shown.trim()
      const request = { invitation, account: name.trim(), password, ...(displayName !== '' && { name: displayName }) }
      account.keep(await createAccount(socketUrl(location), request))
      onDone()
    })
  }
  return (
    <main className={classes['page']}>
      <div>
        <Title order={1} size="h2" mb={6}>
          {words.createTitle}
        </Title>
        <p className={classes['hint']}>{words.createHint}</p>
      </div>
      <form className={classes['form']} onSubmit={submit} noValidate>
        <TextInput
          size="md"
          label={words.displayName}
          description={words.displayNameHint}
          autoComplete="name"
          dir="auto"
          maxLength={64}
          value={shown}
          error={submitted && problems.shown}
          onChange={(event) => setShown(event.currentTarget.value)}
        />
        <TextInput
          size="md"
          label={words.name}
          description={words.nameHint}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          value={name}
          error={(submitted && problems.name) || (problem === 'taken' && words.problem.taken)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': words.showTyped, tabIndex: 0 }}
          label={words.password}
          description={words.passwordHint}
          autoComplete="new-password"
          maxLength={256}
          value={password}
          error={submitted && problems.password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {problem && problem !== 'taken' && (
          <p className={classes['problem']} role="alert">
            {words.problem[problem]}
          </p>
        )}
        <Button type="submit" size="lg" loading={busy}>
          {words.create}
        </Button>
        <Button variant="subtle" onClick={onSignIn}>
          {words.haveAccount}
        </Button>
      </form>
    </main>
  )
}
