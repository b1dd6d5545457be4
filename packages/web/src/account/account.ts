// Who is signed in at this server, in all tabs of this browser.
//
// The token lies in localStorage, where any script of this origin could read it. What keeps strangers' scripts out is the
// server's content security policy: scripts come from files of its own only, none stands inline, and nothing is evaluated.
// A cookie would not be safer here: the WebSocket needs the token in its first message, and other servers' pages need none.

import type { SignedIn } from '@parley/client'
import { accountKey, recallAccount, rememberAccount } from '../remembered.ts'

export interface AccountState extends SignedIn {
  /** ms since 1970: when the server gave the token. */
  readonly givenAtMs: number
}

/** Younger tokens are not renewed on the way. */
const renewAfterMs = 10 * 60_000

export class Account {
  readonly #server: string
  readonly #now: () => number
  readonly #listeners = new Set<() => void>()
  #state: AccountState | undefined
  #lapsed = false

  /** @param server its WebSocket URL: an account is of one server. */
  constructor(server: string, now: () => number) {
    this.#server = server
    this.#now = now
    this.#state = this.#recall()
  }

  /** Undefined: nobody is signed in. */
  readonly state = (): AccountState | undefined => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether the server has ended it, and not the person. */
  readonly lapsed = (): boolean => this.#lapsed

  get wantsRenewal(): boolean {
    return this.#state !== undefined && this.#now() - this.#state.givenAtMs > renewAfterMs
  }

  /** After signing in, and for each newer token. */
  readonly keep = (signedIn: SignedIn): void => {
    this.#lapsed = false
    this.#set({ ...signedIn, givenAtMs: this.#now() })
  }

  readonly forget = (): void => this.#set(undefined)

  /** The server takes its token no more. */
  readonly lapse = (): void => {
    this.#lapsed = true
    this.#set(undefined)
  }

  /** Follows what happens in other tabs. @returns ends it */
  follow(page: Pick<Window, 'addEventListener' | 'removeEventListener'>): () => void {
    const changed = ({ key }: StorageEvent) => {
      if (key !== accountKey(this.#server)) return
      this.#state = this.#recall()
      this.#tell()
    }
    page.addEventListener('storage', changed)
    return () => page.removeEventListener('storage', changed)
  }

  #set(state: AccountState | undefined): void {
    this.#state = state
    rememberAccount(this.#server, state === undefined ? '' : JSON.stringify(state))
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  #recall(): AccountState | undefined {
    const account = readAccount(recallAccount(this.#server))
    return account !== undefined && account.expiresAt.getTime() > this.#now() ? account : undefined
  }
}

/** @param text as it was remembered, perhaps by another version of this page */
export function readAccount(text: string): AccountState | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined // nothing was remembered, or not by us
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { token, expiresAt, person, name, givenAtMs } = { ...emptyAccount, ...value }
  if (typeof token !== 'string' || typeof person !== 'string' || typeof name !== 'string') return undefined
  if (typeof expiresAt !== 'string' || typeof givenAtMs !== 'number') return undefined
  const until = new Date(expiresAt)
  return Number.isNaN(until.getTime()) ? undefined : { token, expiresAt: until, person, name, givenAtMs }
}

const emptyAccount: Readonly<Record<keyof AccountState, unknown>> = {
  token: undefined,
  expiresAt: undefined,
  person: undefined,
  name: undefined,
  givenAtMs: undefined,
}
