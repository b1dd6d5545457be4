// Access tokens: JWT (RFC 7519) in LiveKit's shape, signed with an API key, by an issuer of a JWKS, or by this server.

import { Refusal } from '@parley/protocol'
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose'

export interface TokenClaims {
  readonly person: string
  readonly name: string | undefined
  readonly expiresAtMs: number | undefined
  readonly all: Readonly<Record<string, unknown>>
  /** Of an account here: the token is this server's own. */
  readonly account?: { readonly id: string; readonly generation: number }
}

/** API keys: secrets by name. */
export type Keys = Readonly<Record<string, string>>

export interface Trust {
  readonly keys: Keys
  /** Signs tokens of accounts. */
  readonly accountSecret: string
  readonly jwks?: { readonly find: JWTVerifyGetKey; readonly issuer: string; readonly audience: string } | undefined
}

/** Throws Refusal session.tokenInvalid, tokenExpired, keysUnavailable. */
export type VerifyToken = (token: string, nowMs: number) => Promise<TokenClaims>

/** `iss` of tokens that this server makes itself; no API key may have this name. */
const ownIssuer = 'parley'
/** What stands before the id of an account in `sub`. */
export const accountPrefix = 'account:'
/** How far an issuer's clock may run ahead of ours (RFC 7519 §4.1.5). An expiry is not stretched: a session would end at once. */
const clockToleranceSeconds = 5
/** As the protocol has it; looked at again here, because everything after it costs more with longer ones. */
const longestToken = 8192
/** Secrets sign with HS256 and public keys with these, never one with the other's (RFC 8725 §3.1). */
const publicKeyAlgorithms = ['RS256', 'ES256', 'EdDSA']

export async function openTokens({ keys, accountSecret, jwks }: Trust): Promise<VerifyToken> {
  // Imported once: jose would do so again for each token.
  const secrets = new Map(
    await Promise.all(Object.entries(keys).map(async ([name, secret]) => [name, await importSecret(secret)] as const)),
  )
  secrets.set(ownIssuer, await importSecret(accountSecret))

  const verify = async (token: string, nowMs: number): Promise<{ payload: JWTPayload; own: boolean }> => {
    const alg = algorithmOf(token)
    const options = { currentDate: new Date(nowMs), clockTolerance: clockToleranceSeconds }
    if (alg === 'HS256') {
      const { iss = '' } = decodeJwt(token)
      const secret = secrets.get(iss)
      // An unknown issuer and a bad signature get the same answer.
      if (secret === undefined) throw new Refusal('session.tokenInvalid')
      const { payload } = await jwtVerify(token, secret, { ...options, algorithms: ['HS256'] })
      return { payload, own: iss === ownIssuer }
    }
    if (jwks === undefined || !publicKeyAlgorithms.includes(alg)) throw new Refusal('session.tokenInvalid')
    const { find, issuer, audience } = jwks
    const { payload } = await jwtVerify(token, find, {
      ...options,
      algorithms: publicKeyAlgorithms,
      ...(issuer === '' ? {} : { issuer }),
      ...(audience === '' ? {} : { audience }),
    })
    return { payload, own: false }
  }

  return async (token, nowMs) => {
    if (token.length > longestToken) throw new Refusal('session.tokenInvalid', 'it is too long')
    try {
      const { payload, own } = await verify(token, nowMs)
      const { exp, name } = payload
      if (exp !== undefined && exp * 1000 <= nowMs) throw new Refusal('session.tokenExpired')
      return {
        ...(own ? accountOf(payload) : { person: personOf(payload) }),
        name: typeof name === 'string' ? name : undefined,
        expiresAtMs: exp === undefined ? undefined : exp * 1000,
        all: payload,
      }
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new Refusal('session.tokenExpired', undefined, { cause })
      if (cause instanceof errors.JOSEError) throw new Refusal('session.tokenInvalid', undefined, { cause })
      throw cause
    }
  }
}

function algorithmOf(token: string): string {
  try {
    return decodeProtectedHeader(token).alg ?? ''
  } catch (cause) {
    throw new Refusal('session.tokenInvalid', undefined, { cause }) // it is no JWT at all
  }
}

function importSecret(secret: string): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, ['verify'])
}

/** Nobody else's token can name a guest or an account of ours. */
function personOf({ sub = '' }: JWTPayload): string {
  const reserved = sub.startsWith('guest:') || sub.startsWith(accountPrefix)
  if (sub === '' || sub.length > 60 || reserved || /[\p{Cc}\p{Cs}]/u.test(sub))
    throw new Refusal('session.tokenInvalid', 'sub must name a person')
  return sub
}

function accountOf({ sub = '', generation }: JWTPayload): Pick<Required<TokenClaims>, 'person' | 'account'> {
  if (!sub.startsWith(accountPrefix) || typeof generation !== 'number') throw new Refusal('session.tokenInvalid')
  return { person: sub, account: { id: sub.slice(accountPrefix.length), generation } }
}

export interface TokenRequest {
  readonly person: string
  readonly name?: string
  /** Absent: any room. */
  readonly room?: string
  readonly publish?: boolean
  readonly subscribe?: boolean
  readonly chat?: boolean
  readonly create?: boolean
  readonly moderate?: boolean
  readonly admin?: boolean
  readonly ttlSeconds: number
}

/** What `parley token` prints. */
export function signToken(
  request: TokenRequest,
  key: { name: string; secret: string },
  nowMs: number,
): Promise<string> {
  const video = {
    roomJoin: true,
    ...(request.room === undefined ? {} : { room: request.room }),
    canPublish: request.publish ?? true,
    canSubscribe: request.subscribe ?? true,
    canPublishData: request.chat ?? true,
    ...(request.create ? { roomCreate: true } : {}),
    ...(request.moderate ? { roomAdmin: true } : {}),
    ...(request.admin ? { serverAdmin: true } : {}),
  }
  const claims = { video, ...(request.name === undefined ? {} : { name: request.name }) }
  return sign(claims, { issuer: key.name, subject: request.person, secret: key.secret }, nowMs, request.ttlSeconds)
}

/** A token of an account here; its name and rights are read from the store when it is shown. */
export function signAccountToken(
  { id, generation }: { readonly id: string; readonly generation: number },
  secret: string,
  nowMs: number,
  ttlSeconds: number,
): Promise<string> {
  return sign({ generation }, { issuer: ownIssuer, subject: `${accountPrefix}${id}`, secret }, nowMs, ttlSeconds)
}

function sign(
  claims: JWTPayload,
  { issuer, subject, secret }: { readonly issuer: string; readonly subject: string; readonly secret: string },
  nowMs: number,
  ttlSeconds: number,
): Promise<string> {
  const nowSeconds = Math.floor(nowMs / 1000)
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(issuer)
    .setSubject(subject)
    .setNotBefore(nowSeconds)
    .setExpirationTime(nowSeconds + ttlSeconds)
    .sign(new TextEncoder().encode(secret))
}
