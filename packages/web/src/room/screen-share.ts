// Sharing one's screen, and stopping.

import { ParleyError, type Room } from '@parley/client'

/** Undefined where the browser cannot share (phones). `onFailed` hears of everything but a change of mind. */
export function screenShare(room: Room, sharing: boolean, onFailed: () => void) {
  if (!navigator.mediaDevices || !('getDisplayMedia' in navigator.mediaDevices)) return undefined
  const toggle = async () => {
    try {
      if (sharing) await stop(room)
      else await room.publishScreen()
    } catch (error) {
      const changedMind = error instanceof DOMException && error.name === 'NotAllowedError'
      const gone = error instanceof ParleyError && error.kind === 'closed'
      if (!changedMind && !gone) onFailed()
    }
  }
  return { sharing, toggle: () => void toggle() }
}

async function stop(room: Room): Promise<void> {
  const shared = room.localTracks.filter((track) => track.source === 'screen' || track.source === 'screenAudio')
  await Promise.all(shared.map((track) => track.unpublish()))
}
