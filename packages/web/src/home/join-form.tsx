// Name, room and the button.

import { Button, Text, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Capture } from '../devices/capture.ts'
import { useCapture } from '../devices/use-capture.ts'
import { type NameProblem, problemOfName, problemOfRoom } from '../names.ts'
import { recall, remember } from '../remembered.ts'
import { normalRoom } from '../room-name.ts'
import { texts } from '../texts.ts'
import { nameInToken } from '../token.ts'
import classes from './home.module.css'

interface Props {
  capture: Capture
  room: string
  left: boolean
  /** The token that will open this room, if there is one. */
  tokenFor(room: string): string | undefined
  onJoin(room: string, name: string): void
}

export function JoinForm({ capture, room: given, left, tokenFor, onJoin }: Props) {
  const [typedName, setTypedName] = useState(() => recall('name'))
  const [room, setRoom] = useState(given)
  const [submitted, setSubmitted] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  const roomField = useRef<HTMLInputElement>(null)
  const { camera, microphone } = useCapture(capture)
  const { home } = texts
  // The token's name wins on the server, so nobody is asked in vain.
  const givenName = nameInToken(tokenFor(normalRoom(room)) ?? '')
  const name = givenName ?? typedName
  const nameProblem = problemOfName(name.trim())
  const roomProblem = problemOfRoom(normalRoom(room))
  const nameWords = { empty: home.nameNeeded, tooLong: home.nameTooLong, unusable: home.unusable }
  const roomWords = { empty: home.roomNeeded, tooLong: home.roomTooLong, unusable: home.unusable }

  // Typing can begin at once, but on a phone the keyboard would cover the page before one has seen it.
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches && nameField.current?.value === '') nameField.current?.focus()
  }, [])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (nameProblem) nameField.current?.focus()
    else if (roomProblem) roomField.current?.focus()
    else {
      if (givenName === undefined) remember('name', name.trim())
      onJoin(normalRoom(room), name.trim())
    }
  }

  return (
    <form onSubmit={submit} noValidate className={classes['form']}>
      <TextInput
        ref={nameField}
        size="md"
        label={home.name}
        placeholder={home.namePlaceholder}
        autoComplete="name"
        dir="auto"
        value={name}
        readOnly={givenName !== undefined}
        variant={givenName === undefined ? 'default' : 'filled'}
        description={givenName !== undefined && home.nameGiven}
        descriptionProps={{ c: 'var(--quiet)' }}
        onChange={(event) => setTypedName(event.currentTarget.value)}
        error={shown(nameProblem, submitted, nameWords)}
      />
      <TextInput
        ref={roomField}
        size="md"
        label={home.room}
        placeholder={home.roomPlaceholder}
        autoComplete="off"
        autoCapitalize="none"
        dir="auto"
        value={room}
        onChange={(event) => setRoom(event.currentTarget.value)}
        error={shown(roomProblem, submitted, roomWords)}
      />
      <Button type="submit" size="lg" fullWidth classNames={{ label: classes['joinLabel'] ?? '' }}>
        {joinLabel(normalRoom(room), given, left)}
      </Button>
      <Text size="sm" c="var(--quiet)" ta="center" mih="1.5em">
        {!camera.wanted && !microphone.wanted && home.joinSilent}
      </Text>
    </form>
  )
}

function joinLabel(room: string, given: string, left: boolean): string {
  if (room === '' || room !== given) return texts.home.join
  return left ? texts.home.rejoin : texts.home.joinRoom(room)
}

/** What is missing is said once one wants to go on; what can never be a name is said at once, as when it stood in the link. */
function shown(problem: NameProblem | null, submitted: boolean, words: Record<NameProblem, string>): string | null {
  if (problem === null) return null
  return submitted || problem === 'unusable' ? words[problem] : null
}
