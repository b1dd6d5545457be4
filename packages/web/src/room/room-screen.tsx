// The room, from the wish to enter to the way out.

import { browserPlatform, type SignedIn } from '@parley/client'
import { useEffect, useEffectEvent } from 'react'
import { socketUrl } from '../address.ts'
import type { Capture } from '../devices/capture.ts'
import type { Embedding } from '../embed/embedding.ts'
import { useEmbedding } from '../embed/use-embedding.ts'
import { texts } from '../texts.ts'
import { Ended } from './ended.tsx'
import { Joining } from './joining.tsx'
import { Meeting } from './meeting.tsx'
import { useVisit } from './use-visit.ts'

interface Props {
  capture: Capture
  /** Where the app stands in a frame of another page. */
  embedding: Embedding | undefined
  room: string
  /** As the door has seen it. */
  title: string | undefined
  name: string
  token: string | undefined
  /** The secret of an invitation into this room. */
  invitation: string | undefined
  /** As it was typed at the door. */
  password: string | undefined
  /** The account has a newer token. */
  onTokenRenewed(signedIn: SignedIn): void
  /** The token has run out or is no good, and the person goes on without it. */
  onTokenSpent(): void
  /** Camera and microphone are not needed while one is not in the room, nor on the way to it. */
  onRest(resting: boolean): void
  /** After having been inside. */
  onLeave(): void
  /** Without having got in, or after having been put out. */
  onBack(): void
}

/** Loads the WebRTC engine before it is needed. */
export async function warmUp(): Promise<void> {
  try {
    await browserPlatform().createDevice?.()
  } catch {
    // Offline for a moment, or a browser without WebRTC: the join tries again and says what is wrong.
  }
}

export function RoomScreen(props: Props) {
  const {
    capture,
    embedding,
    room,
    title,
    name,
    token,
    invitation,
    password,
    onTokenRenewed,
    onTokenSpent,
    onRest,
    onLeave,
    onBack,
  } = props
  const [state, again] = useVisit(
    { url: socketUrl(location), room, name, token, invitation, capture, onTokenRenewed },
    password,
  )
  useEffect(() => {
    document.title = texts.title(title ?? room)
  }, [title, room])
  const inside = state.phase === 'inside'
  useEmbedding(embedding, room, inside, inside ? onLeave : onBack)
  const ended = state.phase === 'ended'
  const rest = useEffectEvent(onRest)
  useEffect(() => rest(ended), [ended])
  if (state.phase === 'joining' || state.phase === 'waiting') {
    return <Joining room={title ?? room} waiting={state.phase === 'waiting'} onCancel={onBack} />
  }
  if (state.phase === 'ended') {
    const back = () => {
      if (state.ending.kind === 'tokenExpired' || state.ending.kind === 'tokenInvalid') onTokenSpent()
      onBack()
    }
    return <Ended ending={state.ending} onAgain={again} onBack={back} />
  }
  return <Meeting inside={state.inside} capture={capture} onLeave={onLeave} />
}
