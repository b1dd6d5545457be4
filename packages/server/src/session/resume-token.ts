// What carries a session on over a new socket: its id, and a signature that only this house can make.

import { createHmac, timingSafeEqual } from 'node:crypto'

/** The id of a session is random, and so no token can be guessed from another. */
export function signResumeToken(session: string, secret: string): string {
  return `${session}.${signature(session, secret)}`
}

/** The session that it names, or nothing where the signature is not ours. */
export function verifyResumeToken(token: string, secret: string): string | undefined {
  const dot = token.lastIndexOf('.')
  if (dot < 1) return undefined
  const session = token.slice(0, dot)
  const given = Buffer.from(token.slice(dot + 1))
  const expected = Buffer.from(signature(session, secret))
  return given.length === expected.length && timingSafeEqual(given, expected) ? session : undefined
}

function signature(session: string, secret: string): string {
  return createHmac('sha256', secret).update(`resume:${session}`).digest('base64url')
}
