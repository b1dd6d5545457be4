// Access over a database in memory, with passwords that cost next to nothing.

import { randomBytes, randomUUID } from 'node:crypto'
import { quiet } from '../../log/log.ts'
import { openStore, type Store } from '../../store/store.ts'
import { type Access, type AccessOptions, openAccess } from '../access.ts'
import { openPasswords } from '../passwords.ts'

export interface TestAccess extends AsyncDisposable {
  readonly access: Access
  readonly store: Store
}

export async function openTestAccess(options: Partial<AccessOptions> = {}): Promise<TestAccess> {
  const now = options.now ?? Date.now
  const store = await openStore({ url: 'sqlite::memory:', log: quiet, now })
  const access = await openAccess({
    keys: {},
    guests: true,
    guestsCreate: true,
    secrets: { guests: 'of guests', accounts: 'of accounts' },
    accountTokenMs: 60_000,
    passwords: openPasswords({ atOnce: 2, cost: { log2N: 4, r: 8, p: 1 }, randomBytes }),
    store,
    log: quiet,
    now,
    clock: now,
    newId: randomUUID,
    randomBytes,
    ...options,
  })
  return { access, store, [Symbol.asyncDispose]: () => store.close() }
}
