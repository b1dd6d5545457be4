// Which camera, microphone and speaker to use, and what else one hears and sees of oneself, inside the room.

import { Switch } from '@mantine/core'
import { type Ref, useState } from 'react'
import type { Capture } from '../devices/capture.ts'
import { DeviceSelect } from '../devices/device-select.tsx'
import { LevelMeter } from '../devices/level-meter.tsx'
import { usePreferences } from '../devices/preferences.tsx'
import { SpeakerSelect } from '../devices/speaker-select.tsx'
import { SpeakerTest } from '../devices/speaker-test.tsx'
import { useCapture } from '../devices/use-capture.ts'
import { recall, remember } from '../remembered.ts'
import { texts } from '../texts.ts'
import classes from './device-menu.module.css'

interface Props {
  /** To open it: `showPopover()`. It closes by itself when one clicks elsewhere, or with Escape. */
  ref: Ref<HTMLDivElement>
  capture: Capture
  /** Whether this person uses one here at all. */
  hasCamera: boolean
  hasMicrophone: boolean
}

export function DeviceMenu({ ref, ...content }: Props) {
  // What is closed neither listens to the microphone nor asks for devices.
  const [open, setOpen] = useState(false)
  return (
    <div
      ref={ref}
      popover="auto"
      role="dialog"
      aria-label={texts.room.chooseDevices}
      className={classes['menu']}
      onToggle={(event) => setOpen(event.newState === 'open')}
    >
      {open && <Content {...content} />}
    </div>
  )
}

function Content({ capture, hasCamera, hasMicrophone }: Omit<Props, 'ref'>) {
  const { camera, microphone } = useCapture(capture)
  const { mirrored, mirror } = usePreferences()
  const [sounds, setSounds] = useState(() => recall('arrivalSounds') !== 'off')
  const chooseSounds = (wanted: boolean) => {
    setSounds(wanted)
    remember('arrivalSounds', wanted ? 'on' : 'off')
  }
  return (
    <>
      {hasCamera && <DeviceSelect kind="camera" state={camera} onChoose={(id) => void capture.choose('camera', id)} />}
      {hasMicrophone && (
        <>
          <DeviceSelect kind="microphone" state={microphone} onChoose={(id) => void capture.choose('microphone', id)} />
          <LevelMeter track={microphone.wanted ? microphone.track : null} />
        </>
      )}
      <SpeakerSelect asked={microphone.track} />
      <SpeakerTest />
      {hasCamera && (
        <Switch
          label={texts.devices.mirror}
          checked={mirrored}
          onChange={(event) => mirror(event.currentTarget.checked)}
        />
      )}
      <Switch
        label={texts.stage.arrivalSounds}
        checked={sounds}
        onChange={(event) => chooseSounds(event.currentTarget.checked)}
      />
    </>
  )
}
