// Tells the page around a frame whether one is in the room, and leaves when that page asks for it.

import { useEffect, useEffectEvent } from 'react'
import { type Embedding, hearPage, tellPage } from './embedding.ts'

export function useEmbedding(embedding: Embedding | undefined, room: string, inside: boolean, leave: () => void): void {
  useEffect(() => {
    if (embedding === undefined || !inside) return
    tellPage(embedding, { parley: 'joined', room })
    return () => tellPage(embedding, { parley: 'left', room })
  }, [embedding, room, inside])
  const onLeave = useEffectEvent(leave)
  useEffect(() => (embedding === undefined ? undefined : hearPage(embedding, () => onLeave())), [embedding])
}
