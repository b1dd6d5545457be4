// Passwords of people and of rooms as hashes: scrypt (RFC 7914), few at a time, so that who signs in does not starve who talks.

import { scrypt, timingSafeEqual } from 'node:crypto'
import { Refusal } from '@parley/protocol'

export interface Passwords {
  /** `scrypt$15$8$3$salt$hash`: log₂N, r, p, and what they made, in base64url. Refuses with session.tooFast when too many wait. */
  hash(password: string): Promise<string>
  /** Takes as long for a hash that is not there as for one that is. Refuses as `hash` does. */
  matches(password: string, hash: string | undefined): Promise<boolean>
}

export interface PasswordsOptions {
  /** How many are worked on at once; each takes a thread of Node's four, and 32 MB. */
  readonly atOnce: number
  readonly randomBytes: (size: number) => Buffer
  readonly cost?: Cost
}

interface Cost {
  readonly log2N: number
  readonly r: number
  readonly p: number
}

/** One of the settings that OWASP's cheat sheet on password storage counts as equally strong; about 0.3 s. */
const usualCost: Cost = { log2N: 15, r: 8, p: 3 }
const saltBytes = 16
const hashBytes = 32
/** More than wait for this long would outlast the time to say hello. */
const mostWaiting = 16

export function openPasswords({ atOnce, randomBytes, cost = usualCost }: PasswordsOptions): Passwords {
  const withinBound = boundConcurrency(atOnce)
  const decoy = { cost, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) }
  return {
    async hash(password) {
      const salt = randomBytes(saltBytes)
      const hash = await withinBound(() => derive(password, salt, cost))
      return ['scrypt', cost.log2N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
    },
    async matches(password, stored) {
      const wanted = stored === undefined ? decoy : read(stored)
      const derived = await withinBound(() => derive(password, wanted.salt, wanted.cost))
      return timingSafeEqual(derived, wanted.hash) && stored !== undefined
    },
  }
}

function read(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const [kind, log2N, r, p, salt = '', hash = ''] = stored.split('$')
  if (kind !== 'scrypt') throw new Error('a stored password is no hash of scrypt')
  const given = Number(log2N)
  // Rooms kept N itself where log₂N is kept now; nobody uses an N below 2¹⁰.
  const cost = { log2N: given < 1024 ? given : Math.log2(given), r: Number(r), p: Number(p) }
  return { cost, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') }
}

function derive(password: string, salt: Buffer, { log2N, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** log2N
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  // The same characters typed on another keyboard may come as other code points (RFC 8265 §4).
  scrypt(password.normalize('NFKC'), salt, hashBytes, { N, r, p, maxmem: 256 * N * r }, (error, hash) => {
    if (error === null) resolve(hash)
    else reject(error)
  })
  return promise
}

/** So many at once, and few that wait: others than the turns of a room, which are about order. */
function boundConcurrency(atOnce: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) throw new Refusal('session.tooFast', 'too many passwords at once')
      // Whoever ends hands its turn on, so that `running` stays.
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
