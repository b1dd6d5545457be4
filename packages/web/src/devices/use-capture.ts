// The capture's state in a component.

import { useSyncExternalStore } from 'react'
import type { Capture, CaptureState } from './capture.ts'

export function useCapture(capture: Capture): CaptureState {
  return useSyncExternalStore(capture.subscribe, () => capture.state)
}
