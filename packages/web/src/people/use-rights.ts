// Devices follow what one may publish: what nobody would get does not record, and whoever may speak again decides when to.

import type { TrackSource } from '@parley/client'
import { useEffect, useRef } from 'react'
import { type DeviceKind, deviceKinds } from '../devices/ask-devices.ts'
import type { Capture } from '../devices/capture.ts'

/**
 * @param granted by the token, in any room
 * @param publish what may be published here now; undefined: not known yet
 */
export function useRights(
  capture: Capture,
  granted: readonly TrackSource[],
  publish: readonly TrackSource[] | undefined,
): void {
  const withheld = useRef<ReadonlySet<DeviceKind>>(new Set())
  useEffect(() => {
    if (publish === undefined) return
    const now = new Set(deviceKinds.filter((kind) => granted.includes(kind) && !publish.includes(kind)))
    for (const kind of deviceKinds) {
      const before = withheld.current.has(kind)
      // The wish stays for other rooms.
      if (now.has(kind) && !before) capture.release(kind)
      if (before && !now.has(kind)) capture.turnOff(kind)
    }
    withheld.current = now
  }, [capture, granted, publish])
}
