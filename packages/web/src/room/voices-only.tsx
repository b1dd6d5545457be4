// Says why there is no way to turn a camera on: this room carries voices only. It goes when one has read it.

import { Button } from '@mantine/core'
import { useState } from 'react'
import { texts } from '../texts.ts'
import { Banner } from './banner.tsx'

export function VoicesOnly() {
  const [read, setRead] = useState(false)
  if (read) return null
  return (
    <Banner>
      {texts.room.voicesOnly}
      <Button size="compact-sm" variant="subtle" onClick={() => setRead(true)}>
        {texts.room.dismiss}
      </Button>
    </Banner>
  )
}
