// The table `reads`: up to where each person has read in each room, and how much has come since.

import { Refusal } from '@parley/protocol'
import { type Kysely, sql } from 'kysely'
import { namesNoRoom } from './fence.ts'
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
/** Of guests, who may be somebody new each day, in one room; from then on a tenth of them goes, those furthest behind. */
const mostGuests = 10_000

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

export interface Mark {
  readonly room: string
  readonly person: string
  readonly upTo: number
  /** Such marks are kept as long as there are not too many. */
  readonly guest?: boolean
}

/** Never goes back. Whether it went on. Refusal: room.closed. */
export async function markRead(db: Kysely<Schema>, { room, person, upTo, guest = false }: Mark): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('reads')
    .set({ up_to: upTo })
    .where('room', '=', room)
    .where('person', '=', person)
    .where('up_to', '<', upTo)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return true
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('reads')
    .values({ room, person, up_to: upTo, guest: guest ? 1 : 0 })
    .onConflict((conflict) =>
      conflict.columns(['room', 'person']).doUpdateSet({ up_to: upTo }).where('reads.up_to', '<', upTo),
    )
    .executeTakeFirst()
    .catch((error) => {
      throw namesNoRoom(error) ? new Refusal('room.closed') : error
    })
  if (numInsertedOrUpdatedRows === 0n) return false
  if (guest) await boundGuests(db, room)
  return true
}

async function boundGuests(db: Kysely<Schema>, room: string): Promise<void> {
  const ofGuests = db.selectFrom('reads').where('room', '=', room).where('guest', '=', 1)
  const { count } = await ofGuests.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  if (Number(count) <= mostGuests) return
  const last = ofGuests
    .select('person')
    .orderBy('up_to')
    .orderBy('person')
    .limit(mostGuests / 10)
  await db.deleteFrom('reads').where('room', '=', room).where('person', 'in', last).execute()
}
