// The table `epochs`: one row, with the highest epoch that a deleted room has had. A room that is founded again begins
// above it, so that no late write of the old one passes the fence, and no client takes the new one for the old.

import type { Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** Until the transaction ends no other room is founded or deleted: what is read here stays true. */
export async function holdEpochs(transaction: Transaction<Schema>): Promise<number> {
  const { highest } = await transaction
    .updateTable('epochs')
    .set((eb) => ({ highest: eb.ref('highest') }))
    .returning('highest')
    .executeTakeFirstOrThrow()
  return highest
}

/** A room of this epoch goes. */
export async function raiseEpochs(transaction: Transaction<Schema>, epoch: number): Promise<void> {
  await transaction.updateTable('epochs').set({ highest: epoch }).where('highest', '<', epoch).execute()
}
