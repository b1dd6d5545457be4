// What is said about a name or a password that cannot be used.

import { texts } from '../texts.ts'
import { type CredentialProblem, problemOfAccountName, problemOfNewPassword } from './credentials.ts'

/** Null: nothing is wrong. */
export function wordsForName(name: string): string | null {
  const { account } = texts
  const words: Record<CredentialProblem, string> = {
    empty: account.needed.name,
    short: account.nameShort,
    long: account.nameLong,
    unusable: account.nameUnusable,
  }
  const problem = problemOfAccountName(name)
  return problem && words[problem]
}

export function wordsForPassword(password: string): string | null {
  const { account } = texts
  const words: Record<CredentialProblem, string> = {
    empty: account.needed.password,
    short: account.passwordShort,
    long: account.passwordLong,
    unusable: account.passwordShort,
  }
  const problem = problemOfNewPassword(password)
  return problem && words[problem]
}
