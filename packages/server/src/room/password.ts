// Passwords of rooms: kept as scrypt hashes (RFC 7914), compared without telling how much was right.

import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

const cost = { N: 16_384, r: 8, p: 1 }
const hashBytes = 32

/** `scrypt$N$r$p$salt$hash`: what is stored. */
export async function hashPassword(password: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const hash = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** A hash that is not ours fits no password. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [kind, N, r, p, salt = '', hash = ''] = stored.split('$')
  if (kind !== 'scrypt') return false
  const expected = Buffer.from(hash, 'base64url')
  const parameters = { N: Number(N), r: Number(r), p: Number(p) }
  const given = await derive(password, Buffer.from(salt, 'base64url'), parameters)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The same letters are the same password, however a keyboard composes them (RFC 8265 §4.2). Runs beside the event loop. */
function derive(password: string, salt: Buffer, parameters: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, hashBytes, parameters, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}
