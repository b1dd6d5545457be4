// Who the clients say they are: guests, one person with a token, or each a person whose token the lab signs itself.

import { createHmac } from 'node:crypto'
import { LabError } from './exit-codes.ts'

export type Credentials =
  | { readonly kind: 'guest' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'key'; readonly name: string; readonly secret: string }

/** What makes a client the person it is. */
export interface Identity {
  readonly name: string
  readonly token?: string
}

const HOUR_S = 3_600

/**
 * `@file` reads a value from a file, so that a secret need not stand on the command line.
 * @throws {LabError} usage
 */
export function readCredentials(
  { token, key }: { readonly token?: string | undefined; readonly key?: string | undefined },
  readFile: (path: string) => string,
): Credentials {
  const given = (flag: string, text: string) =>
    text.startsWith('@') ? readSecret(flag, text.slice(1), readFile) : text
  if (token !== undefined) return { kind: 'token', token: given('--token', token) }
  if (key === undefined) return { kind: 'guest' }
  const [, name, secret] = /^([^=]+)=(.+)$/s.exec(given('--key', key)) ?? []
  if (name === undefined || secret === undefined) throw new LabError('usage', '--key is name=secret, as in auth.keys')
  return { kind: 'key', name, secret }
}

function readSecret(flag: string, path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path).trim()
  } catch (cause) {
    throw new LabError('usage', `${flag}: cannot read ${path}`, { cause })
  }
}

/** The identity of one client in one room. Its token outlives the run (`lifetimeS`) by an hour. */
export function identify(
  credentials: Credentials,
  { name, room }: { readonly name: string; readonly room: string },
  { nowMs, lifetimeS }: { readonly nowMs: number; readonly lifetimeS: number },
): Identity {
  if (credentials.kind === 'guest') return { name }
  if (credentials.kind === 'token') return { name, token: credentials.token }
  const nowS = Math.floor(nowMs / 1000)
  const claims = {
    iss: credentials.name,
    sub: name,
    name,
    nbf: nowS,
    exp: nowS + lifetimeS + HOUR_S,
    // LiveKit's shape, which Parley reads.
    video: { roomJoin: true, room, canPublish: true, canSubscribe: true, canPublishData: true },
  }
  return { name, token: sign(claims, credentials.secret) }
}

/** JWT with HS256 (RFC 7519, RFC 7518 §3.2). */
function sign(claims: object, secret: string): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}
