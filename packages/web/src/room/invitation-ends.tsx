// A quiet notice that the token ends soon. It counts down for the eye and is read out once.

import { VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { texts } from '../texts.ts'
import { Banner } from './banner.tsx'

export function InvitationEnds({ at }: { at: Date }) {
  const [first] = useState(() => secondsUntil(at))
  const [seconds, setSeconds] = useState(first)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsUntil(at)), 1_000)
    return () => clearInterval(timer)
  }, [at])
  return (
    <Banner>
      <VisuallyHidden>{texts.room.invitationEnds(first)}</VisuallyHidden>
      <span aria-hidden="true">{texts.room.invitationEnds(seconds)}</span>
    </Banner>
  )
}

/** Clocks differ; the server warns half a minute ahead, and never speaks of a time that has passed. */
function secondsUntil(at: Date): number {
  return Math.min(30, Math.max(1, Math.round((at.getTime() - Date.now()) / 1_000)))
}
