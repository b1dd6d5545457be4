// The table `roles`: who is more than a guest in a room.

import type { Role } from '@parley/protocol'
import type { Kysely, Transaction } from 'kysely'
import { type Fence, holdRoom } from './fence.ts'
import type { Schema } from './schema.ts'

export interface RoleRow {
  readonly person: string
  /** What the person was called when the role was given. */
  readonly name: string
  readonly role: Role
}

/** By person. */
export async function listRoles(db: Kysely<Schema>, room: string): Promise<RoleRow[]> {
  const rows = await db.selectFrom('roles').selectAll().where('room', '=', room).orderBy('person').execute()
  return rows.map(({ person, name, role }) => ({ person, name, role }))
}

export async function roleOf(db: Kysely<Schema>, room: string, person: string): Promise<Role | undefined> {
  const row = await db
    .selectFrom('roles')
    .select('role')
    .where('room', '=', room)
    .where('person', '=', person)
    .executeTakeFirst()
  return row?.role
}

/** `guest` takes the role away. Refusal: room.closed. */
export function setRole(db: Kysely<Schema>, fence: Fence, role: RoleRow): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    await holdRoom(transaction, fence)
    if (role.role === 'guest') await dropRole(transaction, fence.room, role.person)
    else await putRole(transaction, fence.room, role)
  })
}

/** For whoever holds the room in this transaction. */
export async function dropRole(transaction: Transaction<Schema>, room: string, person: string): Promise<void> {
  await transaction.deleteFrom('roles').where('room', '=', room).where('person', '=', person).execute()
}

/** The same; `guest` is no row. */
export async function putRole(
  transaction: Transaction<Schema>,
  room: string,
  { person, name, role }: RoleRow,
): Promise<void> {
  await transaction
    .insertInto('roles')
    .values({ room, person, name, role })
    .onConflict((conflict) => conflict.columns(['room', 'person']).doUpdateSet({ name, role }))
    .execute()
}
