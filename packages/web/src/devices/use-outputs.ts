// The outputs that this browser lets one choose from.

import { useEffect, useState } from 'react'
import { canChooseOutput } from './output.ts'

/** @param asked changes when a permission may have been given: without one, browsers list outputs without ids */
export function useOutputs(asked: unknown): readonly MediaDeviceInfo[] {
  const [outputs, setOutputs] = useState<readonly MediaDeviceInfo[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` is why one looks again
  useEffect(() => {
    const { mediaDevices } = navigator
    if (!mediaDevices || !canChooseOutput()) return
    let over = false
    const list = async () => {
      const all = await mediaDevices.enumerateDevices()
      const named = all.filter(
        ({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== '' && deviceId !== 'communications',
      )
      if (!over) setOutputs(named)
    }
    void list()
    mediaDevices.addEventListener('devicechange', list)
    return () => {
      over = true
      mediaDevices.removeEventListener('devicechange', list)
    }
  }, [asked])
  return outputs
}
