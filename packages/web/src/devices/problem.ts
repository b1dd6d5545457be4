// Why a camera or microphone could not be had, in the few cases in which a person can do something about it.

export type Problem = 'denied' | 'missing' | 'busy' | 'lost' | 'insecure' | 'unknown'

/** Sorts the errors of getUserMedia (W3C Media Capture and Streams, §10.2) by what to do about them. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof DOMException)) return 'unknown'
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing'
    case 'NotReadableError':
    case 'AbortError':
      return 'busy'
    default:
      return 'unknown'
  }
}
