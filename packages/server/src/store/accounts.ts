// The table `accounts`: people who sign in with a name and a password.

import type { Kysely, Selectable } from 'kysely'
import { takeUse } from './invitations.ts'
import type { AccountsTable, Schema } from './schema.ts'

export interface AccountRow {
  readonly id: string
  /** The name without case, by which it is found. */
  readonly key: string
  /** The name as it was chosen. */
  readonly account: string
  /** What others see. */
  readonly name: string
  /** A hash with its parameters. */
  readonly password: string
  /** Rises when tokens that were given out before must end. */
  readonly generation: number
  readonly admin: boolean
  /** ms since 1970. */
  readonly createdAt: number
}

export type NewAccount = Pick<AccountRow, 'id' | 'key' | 'account' | 'name' | 'password'>

const columns = ['id', 'key', 'account', 'name', 'password', 'generation', 'admin', 'created_at'] as const

export async function findAccount(
  db: Kysely<Schema>,
  by: { readonly id: string } | { readonly key: string },
): Promise<AccountRow | undefined> {
  const rows = db.selectFrom('accounts').select(columns)
  const row = await ('id' in by ? rows.where('id', '=', by.id) : rows.where('key', '=', by.key)).executeTakeFirst()
  return row && toAccount(row)
}

/** Takes one use of the invitation and makes the account, or does neither. */
export function createAccount(
  db: Kysely<Schema>,
  account: NewAccount,
  invitationSecret: string,
  nowMs: number,
): Promise<AccountRow | 'invitationInvalid' | 'nameTaken'> {
  return db
    .transaction()
    .execute(async (transaction) => {
      const invitation = await takeUse(transaction, invitationSecret, nowMs)
      if (invitation === undefined || invitation.room !== undefined) throw new Undone('invitationInvalid')
      const row = await transaction
        .insertInto('accounts')
        .values({ ...account, generation: 1, admin: invitation.role === 'owner' ? 1 : 0, created_at: nowMs })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning(columns)
        .executeTakeFirst()
      if (row === undefined) throw new Undone('nameTaken')
      return toAccount(row)
    })
    .catch((error) => {
      if (error instanceof Undone) return error.reason
      throw error
    })
}

/** Rolls a transaction back with a reason that is an answer. */
class Undone extends Error {
  readonly reason: 'invitationInvalid' | 'nameTaken'
  constructor(reason: 'invitationInvalid' | 'nameTaken') {
    super(reason)
    this.reason = reason
  }
}

/** Of two changes at once that know the same generation, one wins; the other gets undefined. */
export async function setPassword(
  db: Kysely<Schema>,
  { id, generation, password }: Pick<AccountRow, 'id' | 'generation' | 'password'>,
): Promise<AccountRow | undefined> {
  const row = await db
    .updateTable('accounts')
    .set({ password, generation: generation + 1 })
    .where('id', '=', id)
    .where('generation', '=', generation)
    .returning(columns)
    .executeTakeFirst()
  return row && toAccount(row)
}

function toAccount({ created_at, admin, ...row }: Selectable<AccountsTable>): AccountRow {
  return { ...row, admin: admin === 1, createdAt: created_at }
}
