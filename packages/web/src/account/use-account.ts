// Who is signed in, for all components.

import { createContext, use, useEffect, useSyncExternalStore } from 'react'
import type { Account, AccountState } from './account.ts'

export const AccountContext = createContext<Account | null>(null)

export function useAccount(): Account {
  const account = use(AccountContext)
  if (account === null) throw new Error('there is no account around this component')
  return account
}

/** Whether one was signed out by the server. */
export function useLapsed(account: Account): boolean {
  return useSyncExternalStore(account.subscribe, account.lapsed)
}

/** Undefined: nobody is signed in. */
export function useAccountState(account: Account): AccountState | undefined {
  useEffect(() => account.follow(window), [account])
  return useSyncExternalStore(account.subscribe, account.state)
}
