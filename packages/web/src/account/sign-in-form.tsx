// Name and password, for a token.

import { Button, TextInput } from '@mantine/core'
import { signIn } from '@parley/client'
import { type FormEvent, useState } from 'react'
import { socketUrl } from '../address.ts'
import { texts } from '../texts.ts'
import classes from './account.module.css'
import { useAccount } from './use-account.ts'
import { useAsking } from './use-asking.ts'

export function SignInForm({ onDone }: { onDone(): void }) {
  const account = useAccount()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const { busy, problem, ask } = useAsking()
  const words = texts.account
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (name.trim() === '' || password === '') return
    ask(async () => {
      account.keep(await signIn(socketUrl(location), { account: name.trim(), password }))
      onDone()
    })
  }
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <TextInput
        size="md"
        label={words.name}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        data-autofocus
        value={name}
        error={submitted && name.trim() === '' && words.needed.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        size="md"
        type="password"
        label={words.password}
        autoComplete="current-password"
        maxLength={256}
        value={password}
        error={submitted && password === '' && words.needed.password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {problem && (
        <p className={classes['problem']} role="alert">
          {words.problem[problem]}
        </p>
      )}
      <Button type="submit" size="md" loading={busy}>
        {words.signIn}
      </Button>
      <p className={classes['hint']}>{words.noAccount}</p>
    </form>
  )
}
