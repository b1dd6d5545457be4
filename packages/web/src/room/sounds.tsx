// Plays what the others say. Browsers that hold sound back until a click get a button to click.

import { Button } from '@mantine/core'
import { IconVolume } from '@tabler/icons-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { playThrough } from '../devices/output.ts'
import { usePreferences } from '../devices/preferences.tsx'
import { texts } from '../texts.ts'
import { Banner } from './banner.tsx'
import type { PersonView } from './person-view.ts'

export function Sounds({ people }: { people: readonly PersonView[] }) {
  const [blocked, setBlocked] = useState(false)
  const group = useRef<HTMLDivElement>(null)
  const block = useCallback(() => setBlocked(true), [])
  const hear = () => {
    setBlocked(false)
    for (const audio of group.current?.querySelectorAll('audio') ?? []) void play(audio, block)
  }
  const tracks = people
    .filter((person) => !person.isSelf)
    .flatMap((person) => [person.microphone, person.screenAudio])
    .filter((track) => track !== undefined)
  return (
    <div ref={group} style={{ display: 'contents' }}>
      {tracks.map((track) => (
        <Sound key={track.id} track={track} onBlocked={block} />
      ))}
      {blocked && (
        <Banner>
          {texts.room.soundBlocked}
          <Button size="compact-md" leftSection={<IconVolume size={18} />} onClick={hear}>
            {texts.room.hear}
          </Button>
        </Banner>
      )}
    </div>
  )
}

function Sound({ track, onBlocked }: { track: MediaStreamTrack; onBlocked(): void }) {
  const audio = useRef<HTMLAudioElement>(null)
  const { speaker } = usePreferences()
  useEffect(() => {
    const element = audio.current
    if (!element) return
    element.srcObject = new MediaStream([track])
    void play(element, onBlocked)
    return () => {
      element.srcObject = null
    }
  }, [track, onBlocked])
  useEffect(() => {
    if (audio.current) void playThrough(audio.current, speaker)
  }, [speaker])
  // biome-ignore lint/a11y/useMediaCaption: live speech has no captions yet
  return <audio ref={audio} />
}

async function play(audio: HTMLAudioElement, onBlocked: () => void): Promise<void> {
  try {
    await audio.play()
  } catch (error) {
    // The other case, AbortError, is a track that was replaced or has gone before its sound began.
    if (error instanceof DOMException && error.name === 'NotAllowedError') onBlocked()
  }
}
