// The start page: go into a room, make one, find one.

import { Button, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { pathOfRoom } from '../address.ts'
import { useLine } from '../lobby/use-line.ts'
import { texts } from '../texts.ts'
import { Frame } from './frame.tsx'
import classes from './home.module.css'
import { Illustration } from './illustration.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { PlaceForm } from './place-form.tsx'
import { Rooms } from './rooms.tsx'

const CreateRoom = lazy(async () => ({ default: (await import('./create-room.tsx')).CreateRoom }))

interface Props {
  /** Of whom to be; undefined: a guest. */
  token: string | undefined
  /** Whether the person followed a link that names no room. */
  broken: boolean
  /** A path of this server, with the query and the fragment of a link. */
  onOpen(path: string): void
}

export function Home({ token, broken, onOpen }: Props) {
  const [line, again] = useLine(token)
  const [creating, setCreating] = useState(false)
  const [signingIn, setSigningIn] = useState(false)
  const { home } = texts
  useEffect(() => {
    document.title = texts.product
  }, [])
  const parley = line.phase === 'open' ? line.parley : undefined
  const needsToken = line.phase === 'refused' && line.reason === 'session.tokenRequired'
  // Who may not create as a guest may with an account.
  const mayCreate = !needsToken && (parley === undefined || parley.grants.create)
  const create = () => (mayCreate ? setCreating(true) : setSigningIn(true))
  return (
    <Frame line={line} aside={<LanguageChoice />} signingIn={signingIn} onSignIn={setSigningIn}>
      <main className={classes['main']}>
        <section className={classes['hero']}>
          <div className={classes['entrance']}>
            <Title order={1} className={classes['title'] ?? ''}>
              {home.heading}
            </Title>
            <Text c="var(--quiet)" size="lg" className={classes['lead'] ?? ''}>
              {home.subheading}
            </Text>
            {broken && (
              <p className={classes['note']} role="alert">
                {home.brokenLink}
              </p>
            )}
            {needsToken && (
              <div className={classes['note']} role="status">
                <p>{home.tokenRequired}</p>
                <Button onClick={() => setSigningIn(true)}>{texts.account.signIn}</Button>
              </div>
            )}
            <div className={classes['ways']}>
              <PlaceForm onOpen={onOpen} />
              <Button
                size="lg"
                variant="default"
                leftSection={<IconPlus size={22} />}
                className={classes['create'] ?? ''}
                onClick={create}
              >
                {home.create}
              </Button>
            </div>
          </div>
          <Illustration />
        </section>
        <Rooms line={line} onRetry={again} onOpen={onOpen} />
      </main>
      <Suspense>
        {creating && (
          <CreateRoom
            parley={parley}
            onClose={() => setCreating(false)}
            onCreated={(room) => onOpen(pathOfRoom(room))}
          />
        )}
      </Suspense>
    </Frame>
  )
}
