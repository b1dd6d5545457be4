// How the others will see and hear one: the picture, the level, and the buttons and choices that belong to them.

import { Button } from '@mantine/core'
import { IconMicrophone, IconMicrophoneOff, IconVideoOff } from '@tabler/icons-react'
import type { DeviceKind } from '../devices/ask-devices.ts'
import { type Capture, type CaptureState, isOn } from '../devices/capture.ts'
import { DeviceSelect } from '../devices/device-select.tsx'
import { DeviceToggle } from '../devices/device-toggle.tsx'
import { LevelMeter } from '../devices/level-meter.tsx'
import { MirrorSwitch } from '../devices/mirror-switch.tsx'
import type { Problem } from '../devices/problem.ts'
import { SpeakerSelect } from '../devices/speaker-select.tsx'
import { SpeakerTest } from '../devices/speaker-test.tsx'
import { useCapture } from '../devices/use-capture.ts'
import { texts } from '../texts.ts'
import { Video } from '../video.tsx'
import classes from './preview.module.css'

export function Preview({ capture }: { capture: Capture }) {
  const state = useCapture(capture)
  const { camera, microphone } = state
  const toggle = (kind: DeviceKind) => () => {
    if (isOn(state[kind])) capture.turnOff(kind)
    else void capture.turnOn(kind)
  }
  const troubles = troublesOf(state)
  return (
    <section className={classes['preview']} aria-label={texts.devices.preview}>
      <div className={classes['picture']}>
        {camera.track ? (
          <Video track={camera.track} mirrored />
        ) : (
          <div className={classes['dark']}>
            {camera.wanted && camera.starting ? (
              texts.devices.starting
            ) : (
              <>
                <IconVideoOff size={36} stroke={1.5} />
                {!camera.problem && texts.devices.cameraOff}
              </>
            )}
          </div>
        )}
        <div className={classes['toggles']}>
          <DeviceToggle kind="microphone" on={isOn(microphone)} onToggle={toggle('microphone')} />
          <DeviceToggle kind="camera" on={isOn(camera)} onToggle={toggle('camera')} />
        </div>
      </div>
      <div className={classes['level']}>
        {microphone.wanted && microphone.track ? <IconMicrophone size={20} /> : <IconMicrophoneOff size={20} />}
        <LevelMeter track={microphone.wanted ? microphone.track : null} />
        <SpeakerTest />
      </div>
      <div className={classes['choices']}>
        <DeviceSelect kind="camera" state={camera} onChoose={(id) => void capture.choose('camera', id)} />
        <DeviceSelect kind="microphone" state={microphone} onChoose={(id) => void capture.choose('microphone', id)} />
        <SpeakerSelect asked={microphone.track} />
      </div>
      {camera.track && <MirrorSwitch />}
      {troubles.map((trouble) => (
        <div key={trouble} className={classes['trouble']} role="alert">
          <p>
            {trouble} {texts.devices.without}
          </p>
          <Button size="compact-sm" variant="default" onClick={() => void capture.retry()}>
            {texts.devices.retry}
          </Button>
        </div>
      ))}
    </section>
  )
}

/** What is wrong and what to do, in words; one sentence where both have the same problem. */
function troublesOf({ camera, microphone }: CaptureState): string[] {
  const say = (problem: Problem, what: string) => texts.devices.problem[problem](what)
  if (camera.problem && camera.problem === microphone.problem) {
    return [say(camera.problem, camera.problem === 'missing' ? texts.devices.either : texts.devices.both)]
  }
  return [
    ...(camera.problem ? [say(camera.problem, texts.devices.kind.camera)] : []),
    ...(microphone.problem ? [say(microphone.problem, texts.devices.kind.microphone)] : []),
  ]
}
