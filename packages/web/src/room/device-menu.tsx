// Which camera and microphone to use, inside the room.

import type { Ref } from 'react'
import type { Capture } from '../devices/capture.ts'
import { DeviceSelect, hasChoice } from '../devices/device-select.tsx'
import { useCapture } from '../devices/use-capture.ts'
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

export function DeviceMenu({ ref, capture, hasCamera, hasMicrophone }: Props) {
  const { camera, microphone } = useCapture(capture)
  const chooseCamera = hasCamera && hasChoice(camera)
  const chooseMicrophone = hasMicrophone && hasChoice(microphone)
  return (
    <div ref={ref} popover="auto" role="dialog" aria-label={texts.room.chooseDevices} className={classes['menu']}>
      {chooseCamera && (
        <DeviceSelect kind="camera" state={camera} onChoose={(id) => void capture.choose('camera', id)} />
      )}
      {chooseMicrophone && (
        <DeviceSelect kind="microphone" state={microphone} onChoose={(id) => void capture.choose('microphone', id)} />
      )}
      {!chooseCamera && !chooseMicrophone && <p>{texts.stage.noChoice}</p>}
    </div>
  )
}
