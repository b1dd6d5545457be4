// A Kysely query compiled once and run synchronously: what a hot path uses where Kysely's promises would cost more
// than SQLite itself.

import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { type CompiledQuery, type RawBuilder, sql } from 'kysely'

type Values = Readonly<Record<string, SQLInputValue>>

/** Stands in a query for the value of this name. */
export type Input<V extends Values> = <K extends keyof V & string>(name: K) => RawBuilder<V[K]>

class Placeholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** `build` is called once; the function returned runs its query with other values each time. */
export function prepareInline<V extends Values, R>(
  database: DatabaseSync,
  build: (input: Input<V>) => { compile(): CompiledQuery<R> },
): (values: V) => R[] {
  const { sql: text, parameters } = build((name) => sql`${new Placeholder(name)}`).compile()
  const statement = database.prepare(text)
  const pick = parameters.map((parameter) =>
    parameter instanceof Placeholder ? (values: V) => values[parameter.name] : () => parameter,
  )
  // The query's own type says what its rows are; SQLite cannot.
  return (values) => statement.all(...pick.map((of) => toInput(of(values)))) as R[]
}

/** Refuses what SQLite cannot bind (booleans, dates, undefined), which the types of a query let through. */
export function toInput(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite cannot bind a ${typeof value}`)
}
