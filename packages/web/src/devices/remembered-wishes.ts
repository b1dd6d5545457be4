// What the person wanted from camera and microphone the last time.

import { recall, remember } from '../remembered.ts'
import type { CaptureState, Wishes } from './capture.ts'

export function recallWishes(): Wishes {
  return {
    camera: { wanted: recall('cameraWanted') !== 'off', deviceId: recall('camera') },
    microphone: { wanted: recall('microphoneWanted') !== 'off', deviceId: recall('microphone') },
  }
}

export function rememberWishes({ camera, microphone }: CaptureState): void {
  remember('cameraWanted', camera.wanted ? 'on' : 'off')
  remember('microphoneWanted', microphone.wanted ? 'on' : 'off')
  remember('camera', camera.deviceId)
  remember('microphone', microphone.deviceId)
}
