// The room, from the wish to enter to the way out.

import { useEffect } from 'react'
import { socketUrl } from '../address.ts'
import type { Capture } from '../devices/capture.ts'
import { texts } from '../texts.ts'
import { Ended } from './ended.tsx'
import { Joining } from './joining.tsx'
import { Meeting } from './meeting.tsx'
import { useVisit } from './use-visit.ts'

interface Props {
  capture: Capture
  room: string
  name: string
  token: string | undefined
  onLeave(): void
}

export function RoomScreen({ capture, room, name, token, onLeave }: Props) {
  const [state, again] = useVisit({ url: socketUrl(location), room, name, token, capture })
  useEffect(() => {
    document.title = texts.title(room)
  }, [room])
  if (state.phase === 'joining') return <Joining room={room} onCancel={onLeave} />
  if (state.phase === 'ended') return <Ended ending={state.ending} onAgain={again} onBack={onLeave} />
  return <Meeting inside={state.inside} capture={capture} onLeave={onLeave} />
}
