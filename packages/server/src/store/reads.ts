// The table `reads`: up to where each person has read in each room, and how much has come since.

import { type Kysely, sql } from 'kysely'
import type { Schema } from './schema.ts'

export interface ReadState {
  /** Id of the last message read; 0: none. */
  readonly upTo: number
  /** Messages of others since, without those deleted; `mostUnread` stands for more. */
  readonly unread: number
}

export const mostUnread = 1000
/** Own messages and deleted ones are walked over when counting, but not for ever. */
const mostWalked = 10_000

/** Counts messages up to the id `newest`. */
export async function readState(
  db: Kysely<Schema>,
  { room, person, newest }: { readonly room: string; readonly person: string; readonly newest: number },
): Promise<ReadState> {
  const row = await db
    .selectFrom('reads')
    .select('up_to')
    .where('room', '=', room)
    .where('person', '=', person)
    .executeTakeFirst()
  const upTo = row?.up_to ?? 0
  const since = db
    .selectFrom('messages')
    .select(['person', 'deleted_at'])
    .where('room', '=', room)
    .where('id', '>', upTo)
    .where('id', '<=', newest)
    .orderBy('id', 'desc')
    .limit(mostWalked)
    .as('since')
  const counted = db
    .selectFrom(since)
    .select(sql`1`.as('one'))
    .where('person', '!=', person)
    .where('deleted_at', 'is', null)
    .limit(mostUnread)
    .as('counted')
  const { unread } = await db
    .selectFrom(counted)
    .select(({ fn }) => fn.countAll<number>().as('unread'))
    .executeTakeFirstOrThrow()
  return { upTo, unread: Number(unread) }
}

/** Never goes back. Whether it went on. */
export async function markRead(
  db: Kysely<Schema>,
  { room, person, upTo }: { readonly room: string; readonly person: string; readonly upTo: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('reads')
    .values({ room, person, up_to: upTo })
    .onConflict((conflict) =>
      conflict.columns(['room', 'person']).doUpdateSet({ up_to: upTo }).where('reads.up_to', '<', upTo),
    )
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}
