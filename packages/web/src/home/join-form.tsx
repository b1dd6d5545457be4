// Name, room and the button.

import { Button, Text, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Capture } from '../devices/capture.ts'
import { useCapture } from '../devices/use-capture.ts'
import { recall, remember } from '../remembered.ts'
import { normalRoom } from '../room-name.ts'
import { texts } from '../texts.ts'
import classes from './home.module.css'

const longestName = 64
const longestRoom = 128

interface Props {
  capture: Capture
  room: string
  left: boolean
  onJoin(room: string, name: string): void
}

export function JoinForm({ capture, room: given, left, onJoin }: Props) {
  const [name, setName] = useState(() => recall('name'))
  const [room, setRoom] = useState(given)
  const [submitted, setSubmitted] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  const roomField = useRef<HTMLInputElement>(null)
  const { camera, microphone } = useCapture(capture)
  const { home } = texts
  const nameError = problem(name, longestName, home.nameNeeded, home.nameTooLong)
  const roomError = problem(room, longestRoom, home.roomNeeded, home.roomTooLong)

  // Typing can begin at once, but on a phone the keyboard would cover the page before one has seen it.
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches && recall('name') === '') nameField.current?.focus()
  }, [])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (nameError) nameField.current?.focus()
    else if (roomError) roomField.current?.focus()
    else {
      remember('name', name.trim())
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
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={submitted && nameError}
      />
      <TextInput
        ref={roomField}
        size="md"
        label={home.room}
        placeholder={home.roomPlaceholder}
        autoComplete="off"
        autoCapitalize="none"
        value={room}
        onChange={(event) => setRoom(event.currentTarget.value)}
        error={submitted && roomError}
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

function problem(value: string, longest: number, needed: string, tooLong: string): string | null {
  const { length } = value.trim()
  if (length === 0) return needed
  return length > longest ? tooLong : null
}
