// Access tokens: JWT signed with an API key (HS256), in LiveKit's shape, so that existing token servers work.

import { Refusal } from '@parley/protocol'
import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose'

export interface TokenClaims {
  readonly person: string
  readonly name: string | undefined
  readonly expiresAtMs: number | undefined
  readonly all: Readonly<Record<string, unknown>>
}

export type Keys = Readonly<Record<string, string>>

/** How far an issuer's clock may run ahead of ours (RFC 7519 §4.1.5). An expiry is not stretched: a session would end at once. */
const clockToleranceSeconds = 5

export async function verifyToken(token: string, keys: Keys, nowMs: number): Promise<TokenClaims> {
  const secret = secretOf(token, keys)
  try {
    const options = { algorithms: ['HS256'], currentDate: new Date(nowMs), clockTolerance: clockToleranceSeconds }
    const { payload } = await jwtVerify(token, secret, options)
    const { sub, exp } = payload
    if (exp !== undefined && exp * 1000 <= nowMs) throw new Refusal('session.tokenExpired')
    if (
      typeof sub !== 'string' ||
      sub === '' ||
      sub.length > 60 ||
      sub.startsWith('guest:') ||
      /[\p{Cc}\p{Cs}]/u.test(sub)
    )
      throw new Refusal('session.tokenInvalid', 'sub must name a person')
    return {
      person: sub,
      name: typeof payload['name'] === 'string' ? payload['name'] : undefined,
      expiresAtMs: exp === undefined ? undefined : exp * 1000,
      all: payload,
    }
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new Refusal('session.tokenExpired', undefined, { cause })
    if (cause instanceof errors.JOSEError) throw new Refusal('session.tokenInvalid', undefined, { cause })
    throw cause
  }
}

/** The key that `iss` names. Unknown issuer and bad signature get the same answer. */
function secretOf(token: string, keys: Keys): Uint8Array {
  let issuer: string | undefined
  try {
    issuer = decodeJwt(token).iss
  } catch (cause) {
    throw new Refusal('session.tokenInvalid', undefined, { cause })
  }
  if (issuer === undefined || !Object.hasOwn(keys, issuer)) throw new Refusal('session.tokenInvalid')
  return new TextEncoder().encode(keys[issuer])
}

export interface TokenRequest {
  readonly person: string
  readonly name?: string
  /** Absent: any room. */
  readonly room?: string
  readonly publish?: boolean
  readonly subscribe?: boolean
  readonly chat?: boolean
  readonly ttlSeconds: number
}

/** What `parley token` prints. */
export function signToken(
  request: TokenRequest,
  key: { name: string; secret: string },
  nowMs: number,
): Promise<string> {
  const nowSeconds = Math.floor(nowMs / 1000)
  const video = {
    roomJoin: true,
    ...(request.room === undefined ? {} : { room: request.room }),
    canPublish: request.publish ?? true,
    canSubscribe: request.subscribe ?? true,
    canPublishData: request.chat ?? true,
  }
  return new SignJWT({ video, ...(request.name === undefined ? {} : { name: request.name }) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(key.name)
    .setSubject(request.person)
    .setNotBefore(nowSeconds)
    .setExpirationTime(nowSeconds + request.ttlSeconds)
    .sign(new TextEncoder().encode(key.secret))
}
