// Where to: the name of a room, or a link that was pasted.

import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { texts } from '../texts.ts'
import classes from './home.module.css'
import { type Place, readPlace } from './place.ts'

interface Props {
  /** With the query and the fragment of a link. */
  onOpen(path: string): void
}

export function PlaceForm({ onOpen }: Props) {
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string>()
  const field = useRef<HTMLInputElement>(null)
  // On a phone the keyboard would cover the page before one has seen it.
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus()
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const place = readPlace(typed, location.origin)
    if (place.kind === 'room' || place.kind === 'page') return onOpen(place.path)
    setProblem(wordsFor(place))
    field.current?.focus()
  }
  return (
    <form onSubmit={submit} noValidate className={classes['place']}>
      <TextInput
        ref={field}
        size="lg"
        className={classes['placeField'] ?? ''}
        label={texts.home.place}
        placeholder={texts.home.placePlaceholder}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="go"
        dir="auto"
        value={typed}
        error={problem}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setProblem(undefined)
        }}
      />
      <Button type="submit" size="lg" className={classes['placeButton'] ?? ''}>
        {texts.home.join}
      </Button>
    </form>
  )
}

function wordsFor(place: Exclude<Place, { readonly path: string }>): string {
  const { home } = texts
  if (place.kind === 'elsewhere') return home.placeElsewhere(place.host)
  return { empty: home.placeNeeded, tooLong: home.placeTooLong, unusable: home.placeUnusable }[place.problem]
}
