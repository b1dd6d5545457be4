// For commands: opens the database of a server, which may be running on it.

import type { Log } from '../log/log.ts'
import { openStore, type Store } from '../store/store.ts'

/** Throws an error that says what to write instead. */
export async function openBesideServer(url: string, log: Log): Promise<Store> {
  if (url.startsWith('sqlite::memory:'))
    throw new Error('a database in memory is known to its server alone: choose another with --store')
  return await openStore({ url, besideServer: true, log, now: Date.now })
}
