// The way into the administration: a session of somebody who runs the server, or what is asked of who comes.

import { connect, type Parley, ParleyError, Refusal, signIn } from '@parley/client'
import { closeCodes } from '@parley/protocol'
import type { Account } from '../account/account.ts'
import { type AccountProblem, accountProblemOf } from '../account/account-problem.ts'

export type DoorState =
  | { readonly state: 'connecting' }
  | {
      readonly state: 'signIn'
      readonly problem?: AccountProblem
      /** Who came, and may not. */
      readonly notAdmin?: string
    }
  | { readonly state: 'open'; readonly parley: Parley; readonly reconnecting: boolean }
  | { readonly state: 'unreachable' }
  /** Another one who runs the server has put this session out. */
  | { readonly state: 'ended'; readonly words: string }

export interface DoorOptions {
  readonly url: string
  /** From a link; the account's comes after it. */
  readonly token: string | undefined
  readonly account: Account
}

export class AdminDoor {
  readonly #options: DoorOptions
  readonly #listeners = new Set<() => void>()
  #state: DoorState = { state: 'connecting' }
  #parley: Parley | undefined
  #token: string | undefined
  #attempt = 0

  constructor(options: DoorOptions) {
    this.#options = options
    this.#token = options.token
  }

  readonly state = (): DoorState => this.#state
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Comes in with what is there. */
  readonly open = async (): Promise<void> => {
    const token = this.#token ?? this.#options.account.state()?.token
    if (token === undefined) return this.#set({ state: 'signIn' })
    this.#attempt += 1
    const attempt = this.#attempt
    this.#set({ state: 'connecting' })
    try {
      const parley = await connect(this.#options.url, { token })
      if (attempt !== this.#attempt) return await parley.close()
      await this.#enter(parley)
    } catch (error) {
      if (attempt === this.#attempt) this.#failed(error)
    }
  }

  /** Throws nothing: what went wrong is in the state. */
  readonly signIn = async (account: string, password: string): Promise<void> => {
    try {
      this.#options.account.keep(await signIn(this.#options.url, { account, password }))
    } catch (error) {
      return this.#set({ state: 'signIn', problem: accountProblemOf(error) })
    }
    this.#token = undefined
    await this.open()
  }

  readonly signOut = async (): Promise<void> => {
    this.#token = undefined
    this.#options.account.forget()
    await this.close()
    this.#set({ state: 'signIn' })
  }

  readonly close = async (): Promise<void> => {
    this.#attempt += 1
    const parley = this.#parley
    this.#parley = undefined
    await parley?.close()
  }

  async #enter(parley: Parley): Promise<void> {
    if (!parley.grants.admin) {
      await parley.close()
      return this.#set({ state: 'signIn', notAdmin: parley.person.name })
    }
    this.#parley = parley
    parley.on('tokenRenewed', this.#options.account.keep)
    parley.on('stateChanged', ({ state, cause }) => {
      if (parley !== this.#parley) return
      if (state !== 'closed') return this.#set({ state: 'open', parley, reconnecting: state === 'reconnecting' })
      this.#parley = undefined
      if (cause?.refusal !== undefined) this.#failed(cause.refusal)
      else if (cause?.closeCode === closeCodes.tokenExpired.code) this.#set({ state: 'signIn', problem: 'signedOut' })
      else if (cause?.closeCode === closeCodes.putOut.code)
        this.#set({ state: 'ended', words: cause.message === closeCodes.putOut.text ? '' : cause.message })
      else this.#set({ state: 'unreachable' })
    })
    this.#set({ state: 'open', parley, reconnecting: false })
  }

  #failed(error: unknown): void {
    const unreachable = error instanceof ParleyError || (error instanceof Refusal && error.retry === 'later')
    this.#set(unreachable ? { state: 'unreachable' } : { state: 'signIn', problem: 'signedOut' })
  }

  #set(state: DoorState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
