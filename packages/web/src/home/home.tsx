// The home page: see oneself, say one's name, choose a room, come in.

import { Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import type { Capture } from '../devices/capture.ts'
import { Mark } from '../mark.tsx'
import { texts } from '../texts.ts'
import classes from './home.module.css'
import { JoinForm } from './join-form.tsx'
import { Preview } from './preview.tsx'
import { RestingPreview } from './resting-preview.tsx'

interface Props {
  capture: Capture
  /** From the link, or the room just left; '' if none. */
  room: string
  /** Whether the person was in this room a moment ago. */
  left: boolean
  /** Whether camera and microphone wait to be woken. */
  resting: boolean
  /** Whether the person followed a link that names no room. */
  broken: boolean
  tokenFor(room: string): string | undefined
  onWake(): void
  onJoin(room: string, name: string): void
}

export function Home({ capture, room, left, resting, broken, tokenFor, onWake, onJoin }: Props) {
  useEffect(() => {
    document.title = room === '' ? texts.product : texts.title(room)
  }, [room])
  const [heading, subheading] = headings(room, left)
  return (
    <div className={classes['page']}>
      <header className={classes['header']}>
        <Mark size={30} />
        <span>{texts.product}</span>
      </header>
      <main className={classes['main']}>
        {resting ? <RestingPreview onWake={onWake} /> : <Preview capture={capture} />}
        <section className={classes['entrance']}>
          <Title order={1} className={classes['heading']}>
            {heading}
          </Title>
          <Text c="var(--quiet)" mb="lg" className={classes['subheading'] ?? ''}>
            {subheading}
          </Text>
          {broken && (
            <p className={classes['broken']} role="alert">
              {texts.home.brokenLink}
            </p>
          )}
          <JoinForm room={room} left={left} capture={capture} tokenFor={tokenFor} onJoin={onJoin} />
        </section>
      </main>
    </div>
  )
}

function headings(room: string, left: boolean): [string, string] {
  const { home } = texts
  if (room === '') return [home.heading, home.subheading]
  return left ? [home.headingRejoin(room), home.subheadingRejoin] : [home.headingInvited, home.subheadingInvited]
}
