// Name, perhaps the password of the room, and the button.

import { Button, Text, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Capture } from '../devices/capture.ts'
import { useCapture } from '../devices/use-capture.ts'
import { type NameProblem, problemOfName, problemOfRoom } from '../names.ts'
import { recall, remember } from '../remembered.ts'
import { texts } from '../texts.ts'
import classes from './door.module.css'

interface Props {
  capture: Capture
  room: string
  /** What the room is called. */
  title: string
  left: boolean
  givenName: { readonly name: string; readonly from: 'invitation' | 'account' } | undefined
  needsPassword: boolean
  onJoin(name: string, password: string | undefined): void
}

export function JoinForm({ capture, room, title, left, givenName, needsPassword, onJoin }: Props) {
  const [typedName, setTypedName] = useState(() => recall('name'))
  const [password, setPassword] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  const passwordField = useRef<HTMLInputElement>(null)
  const { camera, microphone } = useCapture(capture)
  const { door } = texts
  // The token's name wins on the server, so nobody is asked in vain.
  const name = (givenName?.name ?? typedName).trim()
  const nameProblem = problemOfName(name)
  const nameWords = { empty: door.nameNeeded, tooLong: door.nameTooLong, unusable: door.unusable }

  // Typing can begin at once, but on a phone the keyboard would cover the page before one has seen it.
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches && nameField.current?.value === '') nameField.current?.focus()
  }, [])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (nameProblem) return nameField.current?.focus()
    if (needsPassword && password === '') return passwordField.current?.focus()
    if (problemOfRoom(room) !== null) return
    if (givenName === undefined) remember('name', name)
    onJoin(name, password === '' ? undefined : password)
  }

  return (
    <form onSubmit={submit} noValidate className={classes['form']}>
      <TextInput
        ref={nameField}
        size="md"
        label={door.name}
        placeholder={door.namePlaceholder}
        autoComplete="name"
        dir="auto"
        value={givenName?.name ?? typedName}
        readOnly={givenName !== undefined}
        variant={givenName === undefined ? 'default' : 'filled'}
        description={givenName && (givenName.from === 'account' ? door.nameOfAccount : door.nameGiven)}
        descriptionProps={{ c: 'var(--quiet)' }}
        onChange={(event) => setTypedName(event.currentTarget.value)}
        error={shown(nameProblem, submitted, nameWords)}
      />
      {needsPassword && (
        <TextInput
          ref={passwordField}
          size="md"
          type="password"
          label={door.password}
          autoComplete="off"
          maxLength={256}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={submitted && password === '' && door.passwordNeeded}
        />
      )}
      <Button
        type="submit"
        size="lg"
        fullWidth
        classNames={{ root: classes['join'] ?? '', label: classes['joinLabel'] ?? '' }}
      >
        {left ? door.rejoin : door.joinRoom(title)}
      </Button>
      <Text size="sm" c="var(--quiet)" ta="center" mih="1.5em">
        {!camera.wanted && !microphone.wanted && door.joinSilent}
      </Text>
    </form>
  )
}

/** What is missing is said once one wants to go on; what can never be a name is said at once. */
function shown(problem: NameProblem | null, submitted: boolean, words: Record<NameProblem, string>): string | null {
  if (problem === null) return null
  return submitted || problem === 'unusable' ? words[problem] : null
}
