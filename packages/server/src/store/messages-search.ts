// Finds messages by what is in them: a walk back from the newest in short steps, so that nobody else has to wait.

import { setImmediate as breathe } from 'node:timers/promises'
import { type Kysely, type SqlBool, sql } from 'kysely'
import { foldWords, isStorable } from './fold.ts'
import { type MessageRow, messageColumns, type Page, toMessage } from './messages.ts'
import type { Schema } from './schema.ts'

export interface Search extends Page {
  readonly search: string
}

/** How a database is asked. */
export interface Searching {
  readonly db: Kysely<Schema>
  /** Its function that gives the place of one text in another, from 1; 0: it is not there. */
  readonly placeOf: 'instr' | 'strpos'
  /** Makes a database that is away a refusal. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>
}

/** Ids looked through in one step: about a millisecond. */
const step = 5_000
/** Ids looked through in one search; who found something goes on from there. */
const farthest = 200_000

type Found = { messages: MessageRow[]; more: boolean }

/** One search goes on at a time; the others wait for it. */
export function openSearch(searching: Searching): (room: string, search: Search) => Promise<Found> {
  let last: Promise<unknown> = Promise.resolve()
  return (room, search) => {
    const found = last.then(() => searchMessages(searching, room, search))
    // How it ends is told to whoever has asked.
    last = found.catch(() => undefined)
    return found
  }
}

/** All words, in any order; the newest message comes first. */
async function searchMessages(
  { db, placeOf, run }: Searching,
  room: string,
  { search, before, limit }: Search,
): Promise<Found> {
  const words = foldWords(search)
  if (words.length === 0 || !isStorable(search)) return { messages: [], more: false }
  const newest = await run(() => newestId(db, room))
  const start = Math.min(before ?? newest + 1, newest + 1)
  const end = Math.max(1, start - farthest)
  const found: MessageRow[] = []
  for (let below = start; below > end && found.length <= limit; below -= step) {
    const from = Math.max(end, below - step)
    const wanted = limit + 1 - found.length
    const rows = await run(() =>
      db
        .selectFrom('messages')
        .select(messageColumns)
        .where('room', '=', room)
        .where('id', '>=', from)
        .where('id', '<', below)
        .where((eb) => eb.and(words.map((word) => sql<SqlBool>`${sql.raw(placeOf)}(folded, ${word}) > 0`)))
        .orderBy('id', 'desc')
        .limit(wanted)
        .execute(),
    )
    found.push(...rows.map(toMessage))
    await breathe()
  }
  const more = found.length > limit || (end > 1 && found.length > 0)
  return { messages: found.slice(0, limit), more }
}

async function newestId(db: Kysely<Schema>, room: string): Promise<number> {
  const row = await db.selectFrom('rooms').select('last_message').where('name', '=', room).executeTakeFirst()
  return row?.last_message ?? 0
}
