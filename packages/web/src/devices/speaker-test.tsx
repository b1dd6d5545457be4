// Plays a sound, so that one hears whether one will hear the others.

import { Button } from '@mantine/core'
import { IconVolume } from '@tabler/icons-react'
import { useState } from 'react'
import { texts } from '../texts.ts'
import { playThrough } from './output.ts'
import { usePreferences } from './preferences.tsx'
import { playTestSound } from './test-sound.ts'

export function SpeakerTest() {
  const { speaker } = usePreferences()
  const [state, setState] = useState<'idle' | 'playing' | 'failed'>('idle')
  const play = async () => {
    setState('playing')
    try {
      await playTestSound(async (audio) => {
        await playThrough(audio, speaker)
        await audio.play()
      })
      setState('idle')
    } catch {
      setState('failed') // no output at all, or the browser plays nothing: both are said alike
    }
  }
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        fw={500}
        leftSection={<IconVolume size={16} />}
        onClick={() => state !== 'playing' && void play()}
      >
        {state === 'playing' ? texts.devices.testPlaying : texts.devices.testSpeaker}
      </Button>
      {state === 'failed' && <span role="alert">{texts.devices.testFailed}</span>}
    </>
  )
}
