// The tray of files of one room, as long as one is in it.

import type { Room } from '@parley/client'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { isPicture } from './picture.ts'
import { Tray, type TrayFile } from './tray.ts'

export function useTray(room: Room): { readonly tray: Tray; readonly files: readonly TrayFile[] } {
  const tray = useMemo(
    () =>
      new Tray({
        attach: (file, options) => room.attach(file, options),
        preview: (file) => (isPicture(file.type) ? URL.createObjectURL(file) : undefined),
        release: (preview) => URL.revokeObjectURL(preview),
      }),
    [room],
  )
  useEffect(() => () => tray.clear(), [tray])
  return { tray, files: useSyncExternalStore(tray.subscribe, tray.files) }
}
