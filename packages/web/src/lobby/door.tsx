// The door of a room: see oneself, say one's name, come in.

import { Button, Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Capture } from '../devices/capture.ts'
import { Frame } from '../home/frame.tsx'
import { problemOfRoom } from '../names.ts'
import { texts } from '../texts.ts'
import classes from './door.module.css'
import { JoinForm } from './join-form.tsx'
import { Preview } from './preview.tsx'
import { RestingPreview } from './resting-preview.tsx'
import { RoomFacts } from './room-facts.tsx'
import { useDoor } from './use-door.ts'
import { useLine } from './use-line.ts'

interface Props {
  capture: Capture
  room: string
  /** Whether the person was in this room a moment ago. */
  left: boolean
  /** Whether camera and microphone wait to be woken. */
  resting: boolean
  /** Of whom to be in this room; undefined: a guest. */
  token: string | undefined
  /** The name that the token brings; undefined: one chooses it. */
  givenName: { readonly name: string; readonly from: 'invitation' | 'account' } | undefined
  /** Whether the link has brought an invitation into the room. */
  invited: boolean
  onStart(): void
  onWake(): void
  /** @param title of the room, where it is known */
  onJoin(name: string, password: string | undefined, title: string | undefined): void
}

export function Door(props: Props) {
  const { capture, room, left, resting, token, givenName, invited, onStart, onWake, onJoin } = props
  // Without the invitation: it is used up by whoever shows it first, and here one only looks.
  const [line] = useLine(token, room)
  const [signingIn, setSigningIn] = useState(false)
  const parley = line.phase === 'open' ? line.parley : undefined
  const seen = useDoor(parley, room)
  const title = seen.info?.settings.title || room
  useEffect(() => {
    document.title = texts.title(title)
  }, [title])
  const { door } = texts
  const needsToken = line.phase === 'refused' && line.reason === 'session.tokenRequired' && !invited
  const needsPassword = seen.info?.hasPassword === true && seen.info.role === 'guest' && !invited
  return (
    <Frame line={line} onStart={onStart} signingIn={signingIn} onSignIn={setSigningIn}>
      <main className={classes['main']}>
        {resting ? <RestingPreview onWake={onWake} /> : <Preview capture={capture} />}
        <section className={classes['entrance']}>
          <Title order={1} className={classes['heading'] ?? ''}>
            {left ? door.headingRejoin(title) : <bdi>{title}</bdi>}
          </Title>
          {!seen.info?.settings.topic && (
            <Text c="var(--quiet)" className={classes['subheading'] ?? ''}>
              {left ? door.subheadingRejoin : door.subheading}
            </Text>
          )}
          <RoomFacts seen={seen} mayCreate={parley?.grants.create !== false} />
          {needsToken && (
            <div className={classes['note']} role="status">
              <p>{texts.home.tokenRequired}</p>
              <Button onClick={() => setSigningIn(true)}>{texts.account.signIn}</Button>
            </div>
          )}
          {line.phase === 'unreachable' && (
            <p className={classes['warning']} role="alert">
              {door.unreachable}
            </p>
          )}
          {problemOfRoom(room) !== null && (
            <p className={classes['warning']} role="alert">
              {door.roomUnusable}
            </p>
          )}
          <JoinForm
            room={room}
            title={title}
            left={left}
            capture={capture}
            givenName={givenName}
            needsPassword={needsPassword}
            onJoin={(name, password) => onJoin(name, password, seen.info?.settings.title || undefined)}
          />
        </section>
      </main>
    </Frame>
  )
}
