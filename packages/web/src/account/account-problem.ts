// Why signing in, making an account or changing a password did not work, in the few cases in which one can do something.

import { ParleyError, Refusal } from '@parley/client'

export type AccountProblem =
  | 'wrong'
  | 'tooFast'
  | 'taken'
  | 'invitation'
  | 'signedOut'
  | 'busy'
  | 'unreachable'
  | 'failed'

export function accountProblemOf(error: unknown): AccountProblem {
  if (error instanceof Refusal) return problemOfReason(error.reason)
  if (!(error instanceof ParleyError)) return 'failed'
  return error.kind === 'fault' || error.kind === 'protocol' ? 'failed' : 'unreachable'
}

function problemOfReason(reason: Refusal['reason']): AccountProblem {
  switch (reason) {
    case 'account.credentialsWrong':
      return 'wrong'
    case 'session.tooFast':
      return 'tooFast'
    case 'account.nameTaken':
      return 'taken'
    case 'invitation.invalid':
      return 'invitation'
    case 'account.needed':
    case 'session.tokenInvalid':
    case 'session.tokenExpired':
      return 'signedOut'
    case 'session.quota':
    case 'store.unavailable':
      return 'busy'
    default:
      return 'failed'
  }
}
