// The one who speaks, or was pinned, in a small window in front of everything else.

import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { chooseFocus, chooseLarge } from './choose-large.ts'
import type { RoomPicture } from './room-store.ts'
import { SmallPicture } from './small-picture.tsx'
import type { StageChoices } from './stage-choices.ts'
import type { StageItem } from './stage-item.ts'
import { useSmallWindow } from './use-small-window.ts'

interface Used {
  readonly open: boolean
  toggle(): void
  /** What is shown outside of the page now. */
  readonly item: StageItem | undefined
  readonly element: React.ReactNode
}

/** Undefined where this browser cannot, and while one is alone. */
export function usePictureInPicture(
  { people, speaking }: RoomPicture,
  choices: StageChoices,
  microphone: { on: boolean; toggle(): void } | undefined,
): Used | undefined {
  const video = useRef<HTMLVideoElement>(null)
  const small = useSmallWindow(video)
  const focus = useRef<string>(undefined)
  const others = people.filter((person) => !person.isSelf).map(({ id }) => id)
  focus.current = chooseFocus(focus.current, others, speaking)
  const [item] = chooseLarge(people, { ...choices, mode: 'speaker', gridDespite: '' }, focus.current)
  const media = item?.what === 'screen' ? item.person.screen?.media : item?.person.camera?.media
  const nobody = item === undefined
  const close = small?.close
  useEffect(() => {
    if (nobody) close?.()
  }, [nobody, close])
  useEffect(() => {
    if (video.current) video.current.srcObject = media ? new MediaStream([media]) : null
  }, [media])
  if (!small || !item) return undefined
  const element = window.documentPictureInPicture ? (
    small.body && createPortal(<SmallPicture item={item} microphone={microphone} />, small.body)
  ) : (
    // Nobody sees it here: it is taken out of the page.
    <video ref={video} autoPlay muted playsInline style={{ position: 'absolute', width: 1, opacity: 0 }} />
  )
  return { open: small.open, toggle: small.toggle, item: small.open ? item : undefined, element }
}
