// Why one is not in the room, reduced to what a person can understand and do.

import { type Moderated, ParleyError, Refusal, type RoomEvents } from '@parley/client'
import { closeCodes } from '@parley/protocol'
import type { texts } from '../texts.ts'

type EndingKind = Exclude<
  keyof typeof texts.ended,
  | 'password'
  | 'enter'
  | 'tryAgain'
  | 'comeBack'
  | 'takeBack'
  | 'openAgain'
  | 'reload'
  | 'reloadHint'
  | 'back'
  | 'reference'
>

export interface Ending {
  readonly kind: EndingKind
  /** Whoever runs the server finds this in its log. */
  readonly reference: string | undefined
  /** Who has put one out. */
  readonly by?: Moderated
  /** What whoever put one out has written. */
  readonly words?: string
}

export function ending(kind: EndingKind, reference?: string): Ending {
  return { kind, reference }
}

/** What one can do about it, beside going back. */
export function wayOn(kind: EndingKind): 'again' | 'reload' | 'password' | 'none' {
  switch (kind) {
    case 'outdated':
      return 'reload'
    case 'passwordNeeded':
    case 'passwordWrong':
      return 'password'
    case 'tokenExpired':
    case 'banned':
    case 'unsupported':
      return 'none'
    default:
      return 'again'
  }
}

export function endingOfError(error: unknown): Ending {
  if (error instanceof Refusal) return ending(kindOfReason(error.reason))
  if (!(error instanceof ParleyError)) return ending('failed')
  switch (error.kind) {
    case 'unreachable':
    case 'timeout':
    case 'disconnected':
      return ending('unreachable')
    case 'closed':
      return endingOfConnection(error)
    case 'unsupported':
      return ending('unsupported')
    default:
      return ending('failed', error.reference)
  }
}

/** The server closed the connection for good, or refused to open another one. */
function endingOfConnection({ closeCode, cause, message }: ParleyError): Ending {
  if (cause instanceof Refusal) return endingOfError(cause)
  if (closeCode === closeCodes.tokenExpired.code) return ending('tokenExpired')
  if (closeCode === closeCodes.putOut.code)
    return message === closeCodes.putOut.text ? ending('putOut') : { ...ending('putOut'), words: message }
  return ending(closeCode === undefined ? 'unreachable' : 'failed')
}

/** @param reason of a refusal; an unknown one is a server newer than this page. */
export function kindOfReason(reason: string | undefined): EndingKind {
  switch (reason) {
    case 'room.full':
      return 'full'
    case 'room.closed':
      return 'closed'
    case 'session.tokenInvalid':
    case 'session.otherPerson':
      return 'tokenInvalid'
    case 'session.tokenExpired':
      return 'tokenExpired'
    case 'session.tokenRequired':
      return 'tokenRequired'
    case 'session.forbidden':
      return 'forbidden'
    case 'room.notFound':
      return 'notFound'
    case 'room.locked':
      return 'locked'
    case 'room.banned':
      return 'banned'
    case 'room.denied':
      return 'denied'
    case 'room.membersOnly':
      return 'membersOnly'
    case 'room.passwordNeeded':
      return 'passwordNeeded'
    case 'room.passwordWrong':
      return 'passwordWrong'
    case 'invitation.invalid':
      return 'tokenInvalid'
    case 'session.versionUnsupported':
      return 'outdated'
    case 'session.tooFast':
    case 'session.quota':
    case 'store.unavailable':
      return 'busy'
    default:
      return 'failed'
  }
}

export function endingOfLeaving({ reason, error }: RoomEvents['left']): Ending {
  if (error) return endingOfError(error)
  switch (reason) {
    case 'replaced':
      return ending('replaced')
    case 'tokenExpired':
      return ending('tokenExpired')
    case 'closed':
      return ending('closed')
    case 'banned':
      return ending('banned')
    default:
      return ending('removed')
  }
}
