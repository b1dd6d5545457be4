// What `parley account` does: lists accounts, gives a new password, and removes, promotes and demotes, in the database of a
// server, which may be running.

import { randomBytes } from 'node:crypto'
import type { Log } from '../log/log.ts'
import type { AccountChange, Store } from '../store/store.ts'
import { keyOf } from './accounts.ts'
import { openBesideServer } from './beside-server.ts'
import { openPasswords } from './passwords.ts'

export interface AccountCommand {
  readonly storeUrl: string
  readonly log: Log
}

/** One line for each account, with tabs: the name to sign in with, what others see, whether it runs the server, since when. */
export async function listAccounts({ storeUrl, log }: AccountCommand): Promise<string[]> {
  await using store = await openBesideServer(storeUrl, log)
  const lines: string[] = []
  for (let after: string | undefined, more = true; more; ) {
    const page = await store.accounts.list({ after, limit: 200 })
    for (const { account, name, admin, createdAt } of page.accounts)
      lines.push([account, name, admin ? 'admin' : '', new Date(createdAt).toISOString()].join('\t'))
    after = page.accounts.at(-1)?.key
    more = page.more
  }
  return lines
}

/** The new password, which is random and told only now. All tokens of the account end. */
export async function resetPassword({ storeUrl, log }: AccountCommand, account: string): Promise<string> {
  await using store = await openBesideServer(storeUrl, log)
  const { id, generation } = await find(store, account)
  const passwords = openPasswords({ atOnce: 1, randomBytes })
  const password = randomBytes(15).toString('base64url')
  const changed = await store.accounts.setPassword({ id, generation, password: await passwords.hash(password) })
  if (changed === undefined) throw new Error('the password was changed by somebody else at the same time: try again')
  return password
}

/** Its tokens end; what it has written stays. */
export async function removeAccount({ storeUrl, log }: AccountCommand, account: string): Promise<void> {
  await using store = await openBesideServer(storeUrl, log)
  const { id } = await find(store, account)
  mustBeDone(await store.accounts.remove(id), account)
}

export async function setAdmin({ storeUrl, log }: AccountCommand, account: string, admin: boolean): Promise<void> {
  await using store = await openBesideServer(storeUrl, log)
  const { id } = await find(store, account)
  mustBeDone(await store.accounts.setAdmin(id, admin), account)
}

async function find(store: Store, account: string): Promise<{ id: string; generation: number }> {
  const found = await store.accounts.find({ key: keyOf(account) })
  if (found === undefined) throw noAccount(account)
  return found
}

function mustBeDone(change: AccountChange, account: string): void {
  if (change === 'notFound') throw noAccount(account)
  if (change === 'lastAdmin')
    throw new Error(`no other account than ${account} runs this server: make one first, with parley invite --admin`)
}

function noAccount(account: string): Error {
  return new Error(`there is no account ${JSON.stringify(account)}; parley account list shows those that there are`)
}
