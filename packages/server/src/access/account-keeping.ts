// Accounts as those keep them who run the server: listed, made administrators, removed, and let in again without a password.

import { Refusal } from '@parley/protocol'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { Log } from '../log/log.ts'
import type { AccountChange, Store } from '../store/store.ts'
import { keyOf, type SignedIn, stillRuns } from './accounts.ts'
import type { Passwords } from './passwords.ts'

/** How long a new password can be set by one offer. */
const resetSeconds = 86_400
/** No issuer of a token: an offer lets nobody in, and a token sets no password. */
const issuer = 'parley:reset'

export interface KeptAccount {
  readonly id: string
  readonly account: string
  readonly name: string
  readonly admin: boolean
  /** ms since 1970. */
  readonly createdAt: number
}

export interface AccountKeeping {
  /** By the name that they sign in with. */
  list(search: Search): Promise<{ accounts: KeptAccount[]; next?: string }>
  /** Refuses with account.notFound, account.lastAdmin. */
  setAdmin(id: string, admin: boolean): Promise<void>
  /** Its tokens are good no more. Refuses with account.notFound, account.lastAdmin. */
  remove(id: string): Promise<void>
  /** A secret for `resetPassword`, good once and for a day, while `by` runs this server. Refuses with account.notFound. */
  offerReset(id: string, by: string): Promise<{ secret: string; expiresAtMs: number }>
  /** Ends all tokens of the account but the one that it returns. Refuses with account.resetInvalid. */
  resetPassword(request: { secret: string; newPassword: string }): Promise<{
    readonly signedIn: SignedIn
    readonly account: { readonly id: string; readonly generation: number }
  }>
}

export interface Search {
  readonly search?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

export interface AccountKeepingOptions {
  readonly store: Pick<Store, 'accounts'>
  readonly passwords: Passwords
  /** Signs the offers. */
  readonly secret: string
  readonly signedIn: (account: { id: string; generation: number; name: string }) => Promise<SignedIn>
  readonly log: Log
  readonly now: () => number
}

export function openAccountKeeping(options: AccountKeepingOptions): AccountKeeping {
  const { store, passwords, signedIn, log, now } = options
  const secret = new TextEncoder().encode(options.secret)

  /** Whose password an offer sets. It names the generation, which a new password raises: so it works once. */
  async function accountOfOffer(offer: string) {
    const { payload } = await jwtVerify(offer, secret, {
      algorithms: ['HS256'],
      issuer,
      currentDate: new Date(now()),
      requiredClaims: ['exp', 'sub'],
    }).catch((error) => {
      if (error instanceof errors.JOSEError) throw new Refusal('account.resetInvalid', undefined, { cause: error })
      throw error
    })
    const account = await store.accounts.find({ id: payload.sub ?? '' })
    if (account === undefined || account.generation !== payload['generation']) throw new Refusal('account.resetInvalid')
    if (!(await stillRuns(store.accounts, String(payload['by'])))) throw new Refusal('account.resetInvalid')
    return account
  }

  return {
    async list({ search, after, limit }) {
      const found = await store.accounts.list({
        after,
        limit,
        search: search === undefined ? undefined : keyOf(search),
      })
      const next = found.accounts.at(-1)?.key
      const accounts = found.accounts.map(({ id, account, name, admin, createdAt }) => ({
        id,
        account,
        name,
        admin,
        createdAt,
      }))
      return found.more && next !== undefined ? { accounts, next } : { accounts }
    },

    async setAdmin(id, admin) {
      mustBeDone(await store.accounts.setAdmin(id, admin))
      log.info(admin ? 'an account runs this server from now on' : 'an account runs this server no more', {
        account: id,
      })
    },

    async remove(id) {
      mustBeDone(await store.accounts.remove(id))
      log.info('an account was removed', { account: id })
    },

    async offerReset(id, by) {
      const account = await store.accounts.find({ id })
      if (account === undefined) throw new Refusal('account.notFound')
      const expiresAt = Math.floor(now() / 1000) + resetSeconds
      const offer = await new SignJWT({ generation: account.generation, by })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(issuer)
        .setSubject(id)
        .setExpirationTime(expiresAt)
        .sign(secret)
      log.info('a new password was offered', { account: id, by })
      return { secret: offer, expiresAtMs: expiresAt * 1000 }
    },

    async resetPassword({ secret: offer, newPassword }) {
      const { id, generation } = await accountOfOffer(offer)
      const changed = await store.accounts.setPassword({ id, generation, password: await passwords.hash(newPassword) })
      // Somebody else was faster with it.
      if (changed === undefined) throw new Refusal('account.resetInvalid')
      log.info('a password was set by an offer', { account: id })
      return { signedIn: await signedIn(changed), account: { id, generation: changed.generation } }
    },
  }
}

function mustBeDone(change: AccountChange): void {
  if (change === 'notFound') throw new Refusal('account.notFound')
  if (change === 'lastAdmin') throw new Refusal('account.lastAdmin')
}
