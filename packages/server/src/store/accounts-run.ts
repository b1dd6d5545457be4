// The table `accounts` as those see and change it who run the server.

import type { ExpressionBuilder, Kysely, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { AccountRow } from './accounts.ts'
import { isStorable } from './fold.ts'
import type { AccountsTable, Schema } from './schema.ts'

export interface AccountSearch {
  /** As accounts are keyed: without case. */
  readonly search?: string | undefined
  /** The key of the last one of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** What is shown of an account: not its password. */
export type ShownAccount = Omit<AccountRow, 'password'>

const columns = ['id', 'key', 'account', 'name', 'generation', 'admin', 'created_at'] as const

/** By key; `more`: further ones follow the last. */
export async function listAccounts(
  db: Kysely<Schema>,
  { search = '', after, limit }: AccountSearch,
): Promise<{ accounts: ShownAccount[]; more: boolean }> {
  if (!isStorable(search)) return { accounts: [], more: false }
  let query = db.selectFrom('accounts').select(columns)
  if (after !== undefined && isStorable(after)) query = query.where('key', '>', after)
  if (search !== '') {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(sql<boolean>`(key like ${pattern} escape '\\' or lower(name) like ${pattern} escape '\\')`)
  }
  // One more than asked for tells whether there are more.
  const rows = await query
    .orderBy('key')
    .limit(limit + 1)
    .execute()
  return { accounts: rows.slice(0, limit).map(toShown), more: rows.length > limit }
}

/** What has become of it; the last account that runs the server stays one. */
export type AccountChange = 'done' | 'notFound' | 'lastAdmin'

export async function removeAccount(db: Kysely<Schema>, id: string): Promise<AccountChange> {
  const gone = await db
    .deleteFrom('accounts')
    .where('id', '=', id)
    .where(isNotLastAdmin(id))
    .returning('id')
    .executeTakeFirst()
  return gone === undefined ? await whyNot(db, id) : 'done'
}

export async function setAdmin(db: Kysely<Schema>, id: string, admin: boolean): Promise<AccountChange> {
  const change = db
    .updateTable('accounts')
    .set({ admin: admin ? 1 : 0 })
    .where('id', '=', id)
  const changed = await (admin ? change : change.where(isNotLastAdmin(id))).returning('id').executeTakeFirst()
  return changed === undefined ? await whyNot(db, id) : 'done'
}

/** With PostgreSQL: of two changes at once the second sees what the first has left (SQLite has one writer anyway). */
export async function oneByOne(db: Kysely<Schema>, change: (one: Kysely<Schema>) => Promise<AccountChange>) {
  return await db.transaction().execute(async (one) => {
    await one.selectFrom('accounts').select('id').where('admin', '=', 1).orderBy('id').forUpdate().execute()
    return await change(one)
  })
}

async function whyNot(db: Kysely<Schema>, id: string): Promise<AccountChange> {
  const row = await db.selectFrom('accounts').select('id').where('id', '=', id).executeTakeFirst()
  return row === undefined ? 'notFound' : 'lastAdmin'
}

function isNotLastAdmin(id: string) {
  return (eb: ExpressionBuilder<Schema, 'accounts'>) =>
    eb.or([
      eb('admin', '=', 0),
      eb.exists(
        eb
          .selectFrom('accounts as others')
          .select('others.id')
          .where('others.admin', '=', 1)
          .where('others.id', '<>', id),
      ),
    ])
}

function toShown({ created_at, admin, ...row }: Omit<Selectable<AccountsTable>, 'password'>): ShownAccount {
  return { ...row, admin: admin === 1, createdAt: created_at }
}
