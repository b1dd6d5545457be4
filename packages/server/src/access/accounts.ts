// People with a password here: they sign in for a token, and change their password.

import { Refusal } from '@parley/protocol'
import type { Log } from '../log/log.ts'
import type { AccountRow, Store } from '../store/store.ts'
import type { Identity } from './access.ts'
import { accountGrants } from './grants.ts'
import { hashOf } from './invitations.ts'
import type { Passwords } from './passwords.ts'
import { SlowDown } from './slow-down.ts'
import { accountPrefix, signAccountToken, type TokenClaims } from './tokens.ts'

export interface SignedIn {
  readonly token: string
  readonly expiresAtMs: number
  readonly person: string
  readonly name: string
}

/** From where somebody signs in: as it is logged, and as it is counted (a subscriber may have many addresses). */
export interface Caller {
  readonly address: string
  readonly network: string
}

export interface Accounts {
  /** Refuses with account.credentialsWrong, and with session.tooFast after too many of those. */
  signIn(credentials: { account: string; password: string }, caller: Caller): Promise<SignedIn>
  /** Refuses with invitation.invalid, account.nameTaken. */
  create(request: NewPerson): Promise<SignedIn>
  /** Refuses with account.needed, and with session.tokenInvalid after the password was changed. */
  renew(identity: Identity): Promise<SignedIn>
  /** Ends all tokens of the account but the one that it returns. Refuses as `signIn` and `renew` do. */
  setPassword(identity: Identity, change: { password: string; newPassword: string }, caller: Caller): Promise<SignedIn>
  /** Who a token of ours is of, as the account is now. Refuses with session.tokenInvalid. */
  identify(claims: TokenClaims, account: NonNullable<TokenClaims['account']>): Promise<Identity>
}

export interface NewPerson {
  /** The secret of an invitation to this server. */
  readonly invitation: string
  readonly account: string
  readonly password: string
  /** What others see; absent: the name of the account. */
  readonly name?: string | undefined
}

export interface AccountsOptions {
  readonly store: Pick<Store, 'accounts' | 'invitations'>
  readonly passwords: Passwords
  /** Signs the tokens. */
  readonly secret: string
  readonly tokenMs: number
  readonly log: Log
  readonly now: () => number
  /** ms of a clock that never goes back. */
  readonly clock: () => number
  readonly newId: () => string
}

export function openAccounts(options: AccountsOptions): Accounts {
  const { store, passwords, log, newId } = options
  const signedIn = tokensOfAccounts(options)
  const slowDown = new SlowDown(options.clock)

  async function compare(key: string, password: string) {
    const account = await store.accounts.find({ key })
    return { account, right: await passwords.matches(password, account?.password) }
  }

  /** Says nothing of whether there is such an account, also not by the time that it takes. */
  async function check(key: string, password: string, { address, network }: Caller): Promise<AccountRow> {
    const attempt = slowDown.begin(key, network)
    const { account, right } = await compare(key, password).catch((error: unknown) => {
      attempt.undone()
      throw error
    })
    if (account === undefined || !right) {
      // What was given as a name is not logged: it may be a password in the wrong field.
      log.info('a sign-in failed', { address, ...(account === undefined ? {} : { account: account.id }) })
      throw new Refusal('account.credentialsWrong')
    }
    attempt.succeeded()
    return account
  }

  /** The account, as long as its tokens of this generation are good. */
  async function current({ id, generation }: { id: string; generation: number }): Promise<AccountRow> {
    const account = await store.accounts.find({ id })
    if (account?.generation !== generation) throw new Refusal('session.tokenInvalid', 'the password was changed')
    return account
  }

  return {
    async signIn({ account, password }, caller) {
      return await signedIn(await check(keyOf(account), password, caller))
    },

    async create({ invitation, account, password, name = account }) {
      const key = keyOf(account)
      const invitationSecret = hashOf(invitation)
      // Asked first, and again when it is made: strangers must not make us work at hashes.
      const found = await store.invitations.find(invitationSecret)
      if (found === undefined || found.room !== undefined) throw new Refusal('invitation.invalid')
      if ((await store.accounts.find({ key })) !== undefined) throw new Refusal('account.nameTaken')
      const hash = await passwords.hash(password)
      if (!(await stillRuns(store.accounts, found.by))) throw new Refusal('invitation.invalid')
      const made = await store.accounts.create({ id: newId(), key, account, name, password: hash }, invitationSecret)
      if (made === 'invitationInvalid') throw new Refusal('invitation.invalid')
      if (made === 'nameTaken') throw new Refusal('account.nameTaken')
      log.info('an account was made', { account: made.id, admin: made.admin })
      return await signedIn(made)
    },

    async renew({ account }) {
      if (account === undefined) throw new Refusal('account.needed')
      return await signedIn(await current(account))
    },

    async setPassword({ account }, { password, newPassword }, caller) {
      if (account === undefined) throw new Refusal('account.needed')
      const { key } = await current(account)
      const { id, generation } = await check(key, password, caller)
      const changed = await store.accounts.setPassword({ id, generation, password: await passwords.hash(newPassword) })
      if (changed === undefined) throw new Refusal('session.tokenInvalid', 'the password was changed')
      log.info('a password was changed', { account: id })
      return await signedIn(changed)
    },

    async identify({ expiresAtMs }, account) {
      const { id, generation, name, admin } = await current(account)
      return {
        person: { id: `${accountPrefix}${id}`, name, guest: false },
        grants: accountGrants(admin),
        account: { id, generation },
        ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
      }
    },
  }
}

/**
 * Whether somebody who gave something away because they run this server still runs it. Who does so by a token, or by the
 * command line, has no account that could be taken away.
 */
export async function stillRuns(accounts: Pick<Store['accounts'], 'find'>, person: string): Promise<boolean> {
  if (!person.startsWith(accountPrefix)) return true
  const account = await accounts.find({ id: person.slice(accountPrefix.length) })
  return account?.admin === true
}

/** Makes the token with which an account is here. */
export function tokensOfAccounts({ secret, tokenMs, now }: Pick<AccountsOptions, 'secret' | 'tokenMs' | 'now'>) {
  return async ({ id, generation, name }: Pick<AccountRow, 'id' | 'generation' | 'name'>): Promise<SignedIn> => {
    const nowMs = now()
    const seconds = Math.ceil(tokenMs / 1000)
    return {
      token: await signAccountToken({ id, generation }, secret, nowMs, seconds),
      expiresAtMs: (Math.floor(nowMs / 1000) + seconds) * 1000,
      person: `${accountPrefix}${id}`,
      name,
    }
  }
}

/** Names that differ only in case, or in how the same characters are written (Unicode NFKC), are one. */
export function keyOf(account: string): string {
  // Upwards first: what has two lower-case forms (σ and ς, ß and ss) becomes one.
  return account.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}
