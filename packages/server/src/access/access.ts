// Says who someone is: a person with a token, or a guest with a signed id.

import { type Grants, type Person, Refusal } from '@parley/protocol'
import { grantsFromClaims, guestGrants } from './grants.ts'
import { signGuest, verifyGuest } from './guests.ts'
import { type Keys, verifyToken } from './tokens.ts'

export interface Identity {
  readonly person: Person
  readonly grants: Grants
  /** A guest's signed id, to be kept by the client. */
  readonly guest?: string
  /** When the token ends; absent: never. */
  readonly expiresAtMs?: number
}

export interface Credentials {
  readonly token?: string
  readonly guest?: string
  readonly name?: string
}

export interface AccessOptions {
  readonly keys: Keys
  readonly guests: boolean
  /** Signs guest ids; kept in the store so that they outlive a restart. */
  readonly guestSecret: string
  readonly now: () => number
  readonly newId: () => string
}

export interface Access {
  /** Throws Refusal session.tokenInvalid, tokenExpired or tokenRequired. */
  identify(credentials: Credentials): Promise<Identity>
}

export function openAccess({ keys, guests, guestSecret, now, newId }: AccessOptions): Access {
  return {
    async identify({ token, guest, name }) {
      if (token !== undefined) return await person(token, name)
      if (!guests) throw new Refusal('session.tokenRequired')
      const id = (guest === undefined ? undefined : verifyGuest(guest, guestSecret)) ?? newId()
      return {
        person: { id: `guest:${id}`, name: name ?? 'Guest', guest: true },
        grants: guestGrants,
        guest: signGuest(id, guestSecret),
      }
    },
  }

  async function person(token: string, name: string | undefined): Promise<Identity> {
    const claims = await verifyToken(token, keys, now())
    return {
      // A name in the token is the issuer's word and wins over what the client says of itself.
      person: { id: claims.person, name: displayName(claims.name ?? name ?? claims.person), guest: false },
      grants: grantsFromClaims(claims.all),
      ...(claims.expiresAtMs === undefined ? {} : { expiresAtMs: claims.expiresAtMs }),
    }
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
