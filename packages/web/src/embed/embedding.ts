// Whether the web app stands in a frame of another page (`?embed=ORIGIN`), and what the two tell each other.

import { type FrameMessage, isPageMessage } from '@parley/client/element'

export interface Embedding {
  /** Of the page around us, as it says; a page of another origin hears nothing and is not heard. */
  readonly origin: string
  /** With whose name one goes in at once; '' when the door has to ask. */
  readonly name: string
}

/** @param framed whether there is a page around us */
export function readEmbedding({ search }: Pick<Location, 'search'>, framed: boolean): Embedding | undefined {
  const fields = new URLSearchParams(search)
  const origin = fields.get('embed') ?? ''
  if (!framed || !isOrigin(origin)) return undefined
  return { origin, name: (fields.get('name') ?? '').trim().slice(0, 64) }
}

/** Never `*`: what is told is meant for one page. */
function isOrigin(origin: string): boolean {
  return /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin
}

export function tellPage({ origin }: Embedding, message: FrameMessage): void {
  window.parent.postMessage(message, origin)
}

/** Calls back when the page around us wants the person to leave; ends with the function it returns. */
export function hearPage({ origin }: Embedding, leave: () => void): () => void {
  const ending = new AbortController()
  const hear = (event: MessageEvent) => {
    if (event.source === window.parent && event.origin === origin && isPageMessage(event.data)) leave()
  }
  window.addEventListener('message', hear, { signal: ending.signal })
  return () => ending.abort()
}
