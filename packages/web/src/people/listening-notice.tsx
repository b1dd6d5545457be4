// For whoever may not speak in this room now: why, and how to ask.

import { Button } from '@mantine/core'
import type { TrackSource } from '@parley/client'
import { Banner } from '../room/banner.tsx'
import { texts } from '../texts.ts'
import type { People } from './use-people.ts'

/** @param granted what the token allows; who may speak nowhere has nothing to ask for */
export function ListeningNotice({ people, granted }: { people: People; granted: readonly TrackSource[] }) {
  const { self, hand } = people
  const words = texts.people
  if (!self || !granted.includes('microphone') || self.publish.includes('microphone')) return null
  return (
    <Banner>
      {hand.raised ? words.handRaised : words.listening}
      <Button size="compact-sm" variant="default" onClick={hand.toggle}>
        {hand.raised ? words.lowerOwnHand : words.raiseHand}
      </Button>
    </Banner>
  )
}
