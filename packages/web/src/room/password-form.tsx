// Asks for the password of a room.

import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { texts } from '../texts.ts'
import classes from './password-form.module.css'

export function PasswordForm({ onEnter }: { onEnter(password: string): void }) {
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (password !== '') onEnter(password)
  }
  return (
    <form className={classes['form']} onSubmit={submit}>
      <TextInput
        type="password"
        label={texts.ended.password}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        maxLength={256}
        autoComplete="off"
        data-autofocus
        autoFocus
      />
      <Button type="submit">{texts.ended.enter}</Button>
    </form>
  )
}
