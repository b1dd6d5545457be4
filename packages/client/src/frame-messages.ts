// What a page and the web app in a frame of it tell each other, by postMessage; each takes only what the other's origin sends.

/** From the web app in the frame. */
export interface FrameMessage {
  /** The person is in the room, or no longer. */
  readonly parley: 'joined' | 'left'
  readonly room: string
}

/** From the page around the frame. */
export interface PageMessage {
  /** The person shall leave the room. */
  readonly parley: 'leave'
}

/** Whether this comes from a web app in a frame. */
export function isFrameMessage(message: unknown): message is FrameMessage {
  if (typeof message !== 'object' || message === null || !('parley' in message) || !('room' in message)) return false
  return (message.parley === 'joined' || message.parley === 'left') && typeof message.room === 'string'
}

/** Whether this comes from a page around the web app. */
export function isPageMessage(message: unknown): message is PageMessage {
  return typeof message === 'object' && message !== null && 'parley' in message && message.parley === 'leave'
}
