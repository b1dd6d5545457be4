// The small window that stays in front of everything (Document Picture-in-Picture, WICG): opened by a click, closed with the
// room, by its own button, or by a second click.

import { useEffect, useEffectEvent, useRef, useState } from 'react'

interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>
}

declare global {
  interface Window {
    readonly documentPictureInPicture?: DocumentPictureInPicture
  }
}

interface SmallWindow {
  /** Where to draw; undefined: it is closed, or shows a mere video. */
  readonly body: HTMLElement | undefined
  readonly open: boolean
  toggle(): void
  close(): void
}

const size = { width: 384, height: 216 }

/**
 * Undefined where the browser has neither kind of picture in picture.
 * @param video shows the same where only videos can be taken out of the page
 */
export function useSmallWindow(video: React.RefObject<HTMLVideoElement | null>): SmallWindow | undefined {
  const [body, setBody] = useState<HTMLElement>()
  const [videoOut, setVideoOut] = useState(false)
  const opened = useRef<Window>(undefined)
  const close = () => {
    opened.current?.close()
    if (videoOut) document.exitPictureInPicture().catch(() => undefined) // it is closed already
  }
  const end = useEffectEvent(close)
  useEffect(() => () => end(), [])

  const { documentPictureInPicture } = window
  if (!documentPictureInPicture && !document.pictureInPictureEnabled) return undefined
  const openDocument = async (from: DocumentPictureInPicture) => {
    const small = await from.requestWindow(size)
    dress(small.document)
    opened.current = small
    small.addEventListener('pagehide', () => setBody(undefined), { once: true })
    setBody(small.document.body)
  }
  const openVideo = async () => {
    const { current } = video
    if (!current) return
    await current.requestPictureInPicture()
    setVideoOut(true)
    current.addEventListener('leavepictureinpicture', () => setVideoOut(false), { once: true })
  }
  const open = body !== undefined || videoOut
  const toggle = () => {
    if (open) return close()
    const opening = documentPictureInPicture ? openDocument(documentPictureInPicture) : openVideo()
    opening.catch(() => undefined) // refused, or there is no picture yet: nothing opens, as one sees
  }
  return { body, open, toggle, close }
}

/** The small window begins empty: it gets our styles, our language and our colours. */
function dress(small: Document): void {
  for (const { name, value } of document.documentElement.attributes) small.documentElement.setAttribute(name, value)
  for (const style of document.head.querySelectorAll('link[rel="stylesheet"], style')) {
    small.head.append(style.cloneNode(true))
  }
  small.title = document.title
}
