// What a token says in the clear. Only the server can tell whether it is true.

import { problemOfName } from './names.ts'

const longestName = 64

/** The name that the others will see, whatever the person types; undefined where the token leaves it to them. */
export function nameInToken(token: string): string | undefined {
  const payload = payloadOf(token)
  if (typeof payload !== 'object' || payload === null || !('name' in payload)) return undefined
  if (typeof payload.name !== 'string') return undefined
  const name = payload.name.trim().slice(0, longestName)
  return problemOfName(name) === null ? name : undefined
}

/** The middle part of a JWT (RFC 7519); undefined where this is none. */
function payloadOf(token: string): unknown {
  const part = token.split('.')[1] ?? ''
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined // no JWT: the server will say so
  }
}
