// One video track on the screen; it fades in with its first picture, so that nothing flashes black.

import { useEffect, useRef, useState } from 'react'
import { usePreferences } from './devices/preferences.tsx'
import classes from './video.module.css'

interface Props {
  track: MediaStreamTrack
  /** As in a mirror: people know themselves so, unless they want otherwise. */
  mirrored?: boolean
  /** Show all of it (a screen) instead of filling the space (a face). */
  whole?: boolean
}

export function Video({ track, mirrored = false, whole = false }: Props) {
  const video = useRef<HTMLVideoElement>(null)
  const [shown, setShown] = useState(false)
  const preferences = usePreferences()
  useEffect(() => {
    const element = video.current
    if (!element) return
    element.srcObject = new MediaStream([track])
    return () => {
      element.srcObject = null
    }
  }, [track])
  return (
    <video
      ref={video}
      autoPlay
      playsInline
      muted
      disablePictureInPicture
      className={classes['video']}
      data-mirrored={(mirrored && preferences.mirrored) || undefined}
      data-whole={whole || undefined}
      data-shown={shown || undefined}
      onLoadedData={() => setShown(true)}
    />
  )
}
