// Which camera and microphone to use, inside the room. Where there is nothing to choose there is no button either.

import { IconSettings } from '@tabler/icons-react'
import { useId } from 'react'
import type { Capture } from '../devices/capture.ts'
import { DeviceSelect, hasChoice } from '../devices/device-select.tsx'
import { useCapture } from '../devices/use-capture.ts'
import { texts } from '../texts.ts'
import { BarButton } from './bar-button.tsx'
import classes from './device-menu.module.css'

interface Props {
  capture: Capture
  /** Whether this person uses one here at all. */
  hasCamera: boolean
  hasMicrophone: boolean
}

export function DeviceMenu({ capture, hasCamera, hasMicrophone }: Props) {
  const { camera, microphone } = useCapture(capture)
  const id = useId()
  const chooseCamera = hasCamera && hasChoice(camera)
  const chooseMicrophone = hasMicrophone && hasChoice(microphone)
  if (!chooseCamera && !chooseMicrophone) return null
  return (
    <>
      <BarButton Icon={IconSettings} word={texts.room.devices} name={texts.room.chooseDevices} popover={id} />
      <div id={id} popover="auto" role="dialog" aria-label={texts.room.chooseDevices} className={classes['menu']}>
        {chooseCamera && (
          <DeviceSelect kind="camera" state={camera} onChoose={(id) => void capture.choose('camera', id)} />
        )}
        {chooseMicrophone && (
          <DeviceSelect kind="microphone" state={microphone} onChoose={(id) => void capture.choose('microphone', id)} />
        )}
      </div>
    </>
  )
}
