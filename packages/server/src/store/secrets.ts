// The table `secrets`: random values that all nodes share.

import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

export async function getSecret(db: Kysely<Schema>, name: string, make: () => string, nowMs: number): Promise<string> {
  const read = db.selectFrom('secrets').select('value').where('name', '=', name)
  const known = await read.executeTakeFirst()
  if (known !== undefined) return known.value
  // Whoever comes first wins; the others read what it wrote.
  await db
    .insertInto('secrets')
    .values({ name, value: make(), created_at: nowMs })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  return (await read.executeTakeFirstOrThrow()).value
}
