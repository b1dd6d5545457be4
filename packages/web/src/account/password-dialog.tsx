// Another password for the own account.

import { Button, Modal, TextInput } from '@mantine/core'
import type { Parley } from '@parley/client'
import { type FormEvent, useState } from 'react'
import { texts } from '../texts.ts'
import classes from './account.module.css'
import { wordsForPassword } from './credential-words.ts'
import { useAsking } from './use-asking.ts'

interface Props {
  /** Of the account; it tells of the new token itself. */
  parley: Parley
  onClose(): void
}

export function PasswordDialog({ parley, onClose }: Props) {
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const [done, setDone] = useState(false)
  const { busy, problem, ask } = useAsking()
  const words = texts.account
  const newProblem = wordsForPassword(newPassword)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (password === '' || newProblem !== null) return
    ask(async () => {
      await parley.setPassword({ password, newPassword })
      setDone(true)
    })
  }
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={words.changePassword}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {done ? (
        <div className={classes['form']}>
          <p className={classes['hint']} role="status">
            {words.passwordChanged}
          </p>
          <Button onClick={onClose} data-autofocus>
            {words.close}
          </Button>
        </div>
      ) : (
        <form className={classes['form']} onSubmit={submit} noValidate>
          <TextInput
            size="md"
            type="password"
            label={words.oldPassword}
            autoComplete="current-password"
            maxLength={256}
            data-autofocus
            value={password}
            error={submitted && password === '' && words.needed.password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <TextInput
            size="md"
            type="password"
            label={words.newPassword}
            description={words.passwordHint}
            autoComplete="new-password"
            maxLength={256}
            value={newPassword}
            error={submitted && newProblem}
            onChange={(event) => setNewPassword(event.currentTarget.value)}
          />
          {problem && (
            <p className={classes['problem']} role="alert">
              {problem === 'wrong' ? words.problem.wrongPassword : words.problem[problem]}
            </p>
          )}
          <div className={classes['foot']}>
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {words.save}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}
