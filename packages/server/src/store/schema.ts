// The tables as Kysely sees them; the `.sql` files in migrations/ make them. Times are integers, ms since 1970.

export interface Schema {
  rooms: RoomsTable
  messages: MessagesTable
  secrets: SecretsTable
  parley_migrations: MigrationsTable
}

export interface RoomsTable {
  name: string
  epoch: number
  /** The id that the newest message took; 0: none yet. Ids are never taken twice, also when messages are deleted. */
  last_message: number
  created_at: number
  created_by: string
}

export interface MessagesTable {
  room: string
  id: number
  person: string
  name: string
  text: string
  key: string | null
  sent_at: number
}

export interface SecretsTable {
  name: string
  value: string
  created_at: number
}

export interface MigrationsTable {
  number: number
  name: string
  /** SHA-256 of the file, hexadecimal. */
  checksum: string
  applied_at: number
}
