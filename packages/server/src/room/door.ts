// The door of one room: lets in who may come, asks for the password, and shows others the lobby.

import { type Grants, type Person, Refusal } from '@parley/protocol'
import type { RateByKey } from '../limits/rate-by-key.ts'
import { hindrance } from './entering.ts'
import type { Lobby } from './lobby.ts'
import type { Recipient } from './participant.ts'
import { PasswordDoor } from './password-door.ts'
import type { Passwords, Rules } from './rules.ts'
import { moderates, roleIn } from './standing.ts'

export interface Knock {
  readonly person: Person
  readonly name: string
  readonly grants: Grants
  readonly password?: string | undefined
  /** Where the person comes from. */
  readonly address: string
  readonly session: string
  readonly recipient: Recipient
  /** Aborted when whoever comes is gone before being let in. */
  readonly signal: AbortSignal
}

export interface DoorOptions {
  readonly room: string
  readonly rules: Rules
  readonly lobby: Lobby
  readonly passwords: Pick<Passwords, 'matches'>
  /** Wrong passwords, by network. */
  readonly attempts: RateByKey
  readonly isPresent: (person: string) => boolean
}

export class Door {
  readonly #options: DoorOptions
  readonly #password: PasswordDoor

  constructor(options: DoorOptions) {
    this.#options = options
    this.#password = new PasswordDoor(options)
  }

  /**
   * Returns when whoever knocks may come in, as things stand at that moment. Refusals: room.banned, locked, membersOnly,
   * passwordNeeded, passwordWrong, waiting, denied, left, full (of the lobby); session.tooFast.
   */
  async pass(knock: Knock): Promise<void> {
    const { rules, lobby } = this.#options
    /** The stored hash that was tried, and whether the given password fits it. */
    let tried: { hash: string; fits: boolean } | undefined
    for (;;) {
      if (knock.signal.aborted) throw new Refusal('room.left')
      const hash = rules.password
      // The password may have been changed while it was compared: then it counts for nothing.
      const known = tried?.hash === hash ? tried : undefined
      const reason = this.#hindrance(knock, known === undefined ? 'none' : known.fits ? 'right' : 'wrong')
      if (reason === undefined) return
      const { password } = knock
      if (reason === 'room.passwordNeeded' && password !== undefined && hash !== undefined) {
        tried = { hash, fits: await this.#password.fits(password, hash, knock.address) }
        continue
      }
      if (reason === 'room.waiting') lobby.wait(knock)
      throw new Refusal(reason)
    }
  }

  /**
   * Asked again after what was waited for. Whoever was let past password and lobby is not sent back to them.
   * Refusals: room.banned, locked, membersOnly.
   */
  mustStillBeOpen(knock: Knock): void {
    const reason = this.#hindrance(knock, 'right')
    if (reason === 'room.banned' || reason === 'room.locked' || reason === 'room.membersOnly') throw new Refusal(reason)
  }

  /** Whether a ban keeps this person out who is inside and comes from that address now. */
  bans({ person, grants, address }: Pick<Knock, 'person' | 'grants' | 'address'>): boolean {
    const { room, rules } = this.#options
    const role = roleIn({ room, grants, given: rules.roleOf(person.id), banned: rules.isBannedByName(person.id) })
    return !grants.admin && rules.isBanned(person.id, address, role !== 'guest')
  }

  #hindrance({ person, grants, address }: Knock, gavePassword: 'none' | 'wrong' | 'right') {
    const { room, rules, lobby, isPresent } = this.#options
    const role = roleIn({ room, grants, given: rules.roleOf(person.id), banned: rules.isBannedByName(person.id) })
    const { locked, guests, lobby: hasLobby } = rules.settings
    return hindrance(
      {
        standing: { role, moderates: moderates(role) },
        admin: grants.admin,
        banned: rules.isBanned(person.id, address, role !== 'guest'),
        present: isPresent(person.id),
        admitted: lobby.isAdmitted(person.id),
        denied: lobby.isDenied(person.id),
        gavePassword,
      },
      { locked, guests, lobby: hasLobby, hasPassword: rules.hasPassword },
    )
  }
}
