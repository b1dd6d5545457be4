// The chat as the room shows it: loaded apart, since most who come look at the people first.

import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts.ts'
import type { ChatPanelProps } from './chat-panel.tsx'

const load = () => import('./chat-panel.tsx')
const LoadedPanel = lazy(async () => ({ default: (await load()).ChatPanel }))

export function ChatInRoom({ open, ...props }: ChatPanelProps & { open: boolean }): ReactNode {
  // Soon, so that it opens at once, and while the server is away too.
  useEffect(() => {
    load().catch(() => undefined) // opening the chat asks again
  }, [])
  if (!open) return null
  const waiting = (
    <Panel title={texts.chat.title} closeLabel={texts.chat.hide} covering={props.covering} onClose={props.onClose}>
      {null}
    </Panel>
  )
  return (
    <Suspense fallback={waiting}>
      <LoadedPanel {...props} />
    </Suspense>
  )
}
