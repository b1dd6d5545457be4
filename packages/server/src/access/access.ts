// Says who someone is: a person with a token, a guest with a signed id, or whoever was invited.

import { type Grants, type Person, Refusal } from '@parley/protocol'
import type { JWTVerifyGetKey } from 'jose'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/store.ts'
import { type AccountKeeping, openAccountKeeping } from './account-keeping.ts'
import { type Accounts, openAccounts, tokensOfAccounts } from './accounts.ts'
import { grantsFromClaims, guestGrants } from './grants.ts'
import { signGuest, verifyGuest } from './guests.ts'
import { type Invitations, type Invited, openInvitations } from './invitations.ts'
import type { Passwords } from './passwords.ts'
import { type Keys, openTokens } from './tokens.ts'

export interface Identity {
  readonly person: Person
  readonly grants: Grants
  /** A guest's signed id, to be kept by the client. */
  readonly guest?: string
  /** When the token ends; absent: never. */
  readonly expiresAtMs?: number
  /** Came by an invitation: in this room it is at least this, unless it is banned there. Its grants let it in. */
  readonly invited?: Invited
  /** Of whom the token is an account here. The generation is the one that the token was given out in. */
  readonly account?: { readonly id: string; readonly generation: number }
}

export interface Credentials {
  readonly token?: string | undefined
  readonly guest?: string | undefined
  /** The secret of an invitation into a room. */
  readonly invitation?: string | undefined
  readonly name?: string | undefined
}

export interface AccessOptions {
  readonly keys: Keys
  readonly jwks?: { readonly find: JWTVerifyGetKey; readonly issuer: string; readonly audience: string } | undefined
  readonly guests: boolean
  /** Whether guests may found rooms. */
  readonly guestsCreate: boolean
  /** Sign guest ids, and tokens of accounts; kept in the store so that they outlive a restart. */
  readonly secrets: { readonly guests: string; readonly accounts: string }
  readonly accountTokenMs: number
  readonly passwords: Passwords
  readonly store: Pick<Store, 'accounts' | 'invitations'>
  readonly log: Log
  /** ms since 1970. */
  readonly now: () => number
  /** ms of a clock that never goes back. */
  readonly clock: () => number
  readonly newId: () => string
  readonly randomBytes: (size: number) => Buffer
}

export interface Access {
  /** Throws Refusal session.tokenInvalid, tokenExpired, tokenRequired, keysUnavailable, invitation.invalid. */
  identify(credentials: Credentials): Promise<Identity>
  readonly accounts: Accounts
  readonly accountKeeping: AccountKeeping
  readonly invitations: Invitations
}

export async function openAccess(options: AccessOptions): Promise<Access> {
  const { keys, jwks, guests, guestsCreate, secrets, accountTokenMs, now, newId } = options
  const verifyToken = await openTokens({ keys, accountSecret: secrets.accounts, jwks })
  const invitations = openInvitations(options)
  const signing = { ...options, secret: secrets.accounts, tokenMs: accountTokenMs }
  const accounts = openAccounts(signing)
  const accountKeeping = openAccountKeeping({ ...signing, signedIn: tokensOfAccounts(signing) })

  /** The same object for all of them. */
  const ofGuests = guestGrants(guestsCreate)

  async function person(token: string, name: string | undefined): Promise<Identity> {
    const claims = await verifyToken(token, now())
    if (claims.account !== undefined) return await accounts.identify(claims, claims.account)
    return {
      // A name in the token is the issuer's word and wins over what the client says of itself.
      person: { id: claims.person, name: displayName(claims.name ?? name ?? claims.person), guest: false },
      grants: grantsFromClaims(claims.all),
      ...(claims.expiresAtMs === undefined ? {} : { expiresAtMs: claims.expiresAtMs }),
    }
  }

  async function visitor({ guest, name, invitation }: Credentials): Promise<Identity> {
    if (!guests && invitation === undefined) throw new Refusal('session.tokenRequired')
    const id = (guest === undefined ? undefined : verifyGuest(guest, secrets.guests)) ?? newId()
    const person = { id: `guest:${id}`, name: name ?? 'Guest', guest: true }
    const identity = { person, grants: ofGuests, guest: signGuest(id, secrets.guests) }
    if (invitation === undefined) return identity
    const invited = await invitations.redeem(invitation, person.id)
    // Where guests stay out, the invitation opens its own room alone.
    return guests ? { ...identity, invited } : { ...identity, invited, grants: guestGrants(false, invited.room) }
  }

  return {
    accounts,
    accountKeeping,
    invitations,
    async identify(credentials) {
      const { token, name, invitation } = credentials
      if (token === undefined) return await visitor(credentials)
      const identity = await person(token, name)
      if (invitation === undefined) return identity
      const invited = await invitations.redeem(invitation, identity.person.id)
      // Asked again, and as the last: an account may have been removed or demoted meanwhile. Its grants stay as the token has
      // them: an invitation gives a role where they let it in, and widens none.
      return { ...(await person(token, name)), invited }
    },
  }
}

/** A name from a token, in the bounds that the wire promises to others. */
function displayName(name: string): string {
  return (
    name
      .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ')
      .trim()
      .slice(0, 64) || 'Unnamed'
  )
}
