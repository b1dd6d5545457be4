// Which names accounts may have, and which passwords: the server's own rules, told while one still types. Pure.

export type CredentialProblem = 'empty' | 'short' | 'long' | 'unusable'

/** `AccountName` of protocol/fields.ts, whose schema would bring its library along. */
const usable = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u

/** @param name without spaces at its ends; null: it can be used */
export function problemOfAccountName(name: string): CredentialProblem | null {
  if (name === '') return 'empty'
  if (!usable.test(name)) return 'unusable'
  if (name.length < 2) return 'short'
  return name.length > 64 ? 'long' : null
}

/** `NewPassword` of protocol/fields.ts. */
export function problemOfNewPassword(password: string): CredentialProblem | null {
  if (password === '') return 'empty'
  if (password.length < 8) return 'short'
  return password.length > 256 ? 'long' : null
}
