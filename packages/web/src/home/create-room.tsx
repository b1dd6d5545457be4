// The dialog that makes a room: its name first, everything else when one asks for it.

import { ActionIcon, Button, Modal, Switch, Textarea, TextInput } from '@mantine/core'
import { type Parley, ParleyError, Refusal } from '@parley/client'
import { IconChevronDown, IconRefresh } from '@tabler/icons-react'
import { type FormEvent, useId, useState } from 'react'
import { problemOfRoom } from '../names.ts'
import { normalRoom } from '../room-name.ts'
import { texts } from '../texts.ts'
import classes from './create-room.module.css'
import { foundingOf, switches, usualWishes, type Wishes } from './founding.ts'
import { suggestName } from './suggest-name.ts'

interface Props {
  /** Undefined as long as there is no connection. */
  parley: Parley | undefined
  onCreated(room: string): void
  onClose(): void
}

type Problem = keyof typeof texts.founding.problem | 'taken'

export function CreateRoom({ parley, onCreated, onClose }: Props) {
  const [name, setName] = useState(freshName)
  const [wishes, setWishes] = useState(usualWishes)
  const [more, setMore] = useState(false)
  const [submitted, setSubmitted] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const id = useId()
  const words = texts.founding
  const nameProblem = problemOfRoom(normalRoom(name))
  const nameWords = { empty: words.nameNeeded, tooLong: words.nameTooLong, unusable: words.nameUnusable }
  const wish = (change: Partial<Wishes>) => setWishes((now) => ({ ...now, ...change }))

  const create = async () => {
    if (parley === undefined) return setProblem('unreachable')
    setBusy(true)
    setProblem(undefined)
    try {
      const { room } = await parley.createRoom(normalRoom(name), foundingOf(wishes))
      onCreated(room)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (nameProblem === null && !busy) void create()
  }
  const rename = (to: string) => {
    setName(to)
    if (problem === 'taken') setProblem(undefined)
  }

  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={words.title}
      closeButtonProps={{ 'aria-label': words.cancel }}
      size="lg"
      yOffset="2dvh"
    >
      <form className={classes['form']} onSubmit={submit} noValidate>
        <TextInput
          size="md"
          label={words.name}
          description={words.nameHint}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="auto"
          data-autofocus
          value={name}
          error={(submitted && nameProblem && nameWords[nameProblem]) || (problem === 'taken' && words.nameTaken)}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => rename(event.currentTarget.value)}
          rightSection={
            <ActionIcon variant="subtle" color="gray" aria-label={words.another} onClick={() => rename(freshName())}>
              <IconRefresh size={20} />
            </ActionIcon>
          }
        />
        <Button
          variant="subtle"
          color="gray"
          className={classes['more'] ?? ''}
          aria-expanded={more}
          aria-controls={id}
          rightSection={<IconChevronDown size={18} className={classes['chevron'] ?? ''} />}
          onClick={() => setMore((now) => !now)}
        >
          {words.more}
        </Button>
        <div id={id} className={classes['rest']} hidden={!more}>
          <TextInput
            label={words.roomTitle}
            description={words.roomTitleHint}
            autoComplete="off"
            dir="auto"
            maxLength={128}
            value={wishes.title}
            onChange={(event) => wish({ title: event.currentTarget.value })}
          />
          <Textarea
            label={words.topic}
            dir="auto"
            rows={2}
            maxLength={1024}
            value={wishes.topic}
            onChange={(event) => wish({ topic: event.currentTarget.value })}
          />
          <TextInput
            label={words.password}
            description={words.passwordHint}
            type="password"
            autoComplete="off"
            maxLength={256}
            value={wishes.password}
            onChange={(event) => wish({ password: event.currentTarget.value })}
          />
          <div className={classes['switches']}>
            {switches.map((one) => (
              <Switch
                key={one}
                label={words.switches[one].label}
                description={words.switches[one].hint}
                checked={wishes[one]}
                onChange={(event) => wish({ [one]: event.currentTarget.checked })}
              />
            ))}
          </div>
        </div>
        {problem && problem !== 'taken' && (
          <p className={classes['problem']} role="alert">
            {words.problem[problem]}
          </p>
        )}
        <div className={classes['foot']}>
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {words.create}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function freshName(): string {
  return suggestName(crypto.getRandomValues(new Uint8Array(12)))
}

function problemOf(error: unknown): Problem {
  if (error instanceof ParleyError) return error.kind === 'fault' ? 'failed' : 'unreachable'
  if (!(error instanceof Refusal)) return 'failed'
  switch (error.reason) {
    case 'room.exists':
      return 'taken'
    case 'session.forbidden':
      return 'forbidden'
    case 'session.quota':
    case 'session.tooFast':
      return 'tooMany'
    default:
      return error.retry === 'later' ? 'busy' : 'failed'
  }
}
