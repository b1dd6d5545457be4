// The keys of another issuer: a JSON Web Key Set (RFC 7517) from a file or a URL, read again when a token wants another key.

import { readFile } from 'node:fs/promises'
import { Refusal } from '@parley/protocol'
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import type { Log } from '../log/log.ts'

export interface JwksOptions {
  /** An https URL (http on loopback), or the path of a file. */
  readonly location: string
  readonly log: Log
  /** ms of a clock that never goes back. */
  readonly clock: () => number
  readonly limits?: JwksLimits
}

export interface JwksLimits {
  /** Older keys are read again. */
  readonly freshMs: number
  /** Keys that could not be read again for this long are good no more. */
  readonly staleMs: number
  /** Between two readings: strangers must not make us ask the issuer again and again. */
  readonly cooldownMs: number
  readonly timeoutMs: number
  readonly maxBytes: number
}

const usualLimits: JwksLimits = {
  freshMs: 600_000,
  staleMs: 3_600_000,
  cooldownMs: 30_000,
  timeoutMs: 5_000,
  maxBytes: 1_048_576,
}

function isUrl(location: string): boolean {
  return /^https?:\/\//i.test(location)
}

/**
 * Finds the public key for a token's header, as jose's jwtVerify asks for it. A file that holds no keys makes opening
 * fail; a URL that does not answer is only logged, and tokens are refused with session.keysUnavailable.
 */
export async function openJwks({ location, log, clock, limits = usualLimits }: JwksOptions): Promise<JWTVerifyGetKey> {
  // It would stand in the log, and fetch takes no such URL.
  if (isUrl(location) && /^https?:\/\/[^/?#]*@/i.test(location))
    throw new Error('auth.jwks: a URL without user and password is needed')
  let keys: { readonly find: JWTVerifyGetKey; readonly readAtMs: number } | undefined
  let triedAtMs = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  const read = async () => {
    const text = isUrl(location) ? await download(location, limits) : await readFile(location, 'utf8')
    keys = { find: createLocalJWKSet(parse(text)), readAtMs: clock() }
  }
  /** Never rejects. */
  const readAgain = (): Promise<void> => {
    if (reading !== undefined || clock() - triedAtMs < limits.cooldownMs) return reading ?? Promise.resolve()
    triedAtMs = clock()
    reading = read()
      .catch((error) => log.error('the keys of auth.jwks cannot be read', { location, error }))
      .finally(() => {
        reading = undefined
      })
    return reading
  }
  /** Keys that may be used: those there are, while they are not too old. */
  const usable = (): JWTVerifyGetKey => {
    if (keys === undefined || clock() - keys.readAtMs > limits.staleMs) throw new Refusal('session.keysUnavailable')
    return keys.find
  }

  if (isUrl(location)) void readAgain()
  else {
    await read().catch((cause) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`auth.jwks: the keys in ${location} cannot be read: ${reason}`, { cause })
    })
  }
  return async (header, token) => {
    const ageMs = keys === undefined ? Number.POSITIVE_INFINITY : clock() - keys.readAtMs
    // Nobody waits for newer keys while those that there are will do.
    if (ageMs > limits.staleMs) await readAgain()
    else if (ageMs > limits.freshMs) void readAgain()
    try {
      return await usable()(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await readAgain() // a new key of the issuer may have come
      return await usable()(header, token)
    }
  }
}

async function download(url: string, { timeoutMs, maxBytes }: JwksLimits): Promise<string> {
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/jwk-set+json, application/json' },
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) throw new Error(`it answered ${response.status}`)
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.byteLength
    if (bytes > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parse(text: string): JSONWebKeySet {
  const set: unknown = JSON.parse(text)
  if (typeof set === 'object' && set !== null && 'keys' in set && Array.isArray(set.keys)) return { keys: set.keys }
  throw new Error('it is no JSON Web Key Set: {"keys": […]}')
}
