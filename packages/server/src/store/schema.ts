// The tables as Kysely sees them; the `.sql` files in migrations/ make them. Times are integers, ms since 1970.

import type { Role } from '@parley/protocol'
import type { Generated } from 'kysely'

export interface Schema {
  rooms: RoomsTable
  epochs: EpochsTable
  roles: RolesTable
  bans: BansTable
  messages: MessagesTable
  reads: ReadsTable
  files: FilesTable
  secrets: SecretsTable
  accounts: AccountsTable
  invitations: InvitationsTable
  invitation_uses: InvitationUsesTable
  parley_migrations: MigrationsTable
}

export interface RoomsTable {
  name: string
  epoch: number
  /** The id that the newest message took; 0: none yet. Ids are never taken twice, also when messages are deleted. */
  last_message: number
  created_at: number
  created_by: string
  title: Generated<string>
  topic: Generated<string>
  /** null: as many as the server allows. */
  capacity: number | null
  /** Flags are 0 or 1: SQLite has no booleans. */
  lobby: Generated<number>
  locked: Generated<number>
  moderated: Generated<number>
  guests: Generated<number>
  audio_only: Generated<number>
  listed: Generated<number>
  password: string | null
}

export interface EpochsTable {
  highest: number
}

export interface RolesTable {
  room: string
  person: string
  name: string
  role: Role
}

export interface BansTable {
  id: string
  room: string
  person: string | null
  name: string | null
  address: string | null
  banned_by: string
  reason: string | null
  created_at: number
  ends_at: number | null
}

export interface MessagesTable {
  room: string
  id: number
  person: string
  name: string
  text: string
  /** As it is searched, see fold.ts. */
  folded: string
  key: string | null
  sent_at: number
  /** JSON: links and mentions; null: none. */
  entities: string | null
  /** JSON: files as they were sent; null: none. */
  attachments: string | null
  edited_at: number | null
  deleted_at: number | null
}

export interface ReadsTable {
  room: string
  person: string
  up_to: number
  /** 0 or 1. */
  guest: Generated<number>
}

export interface FilesTable {
  id: string
  room: string
  person: string
  name: string
  media_type: string
  bytes: number
  /** The message that it was sent with. */
  message: number | null
  /** removed: its bytes are still to be deleted. */
  state: 'promised' | 'uploaded' | 'sent' | 'removed'
  created_at: number
  /** null: never. */
  expires_at: number | null
}

export interface SecretsTable {
  name: string
  value: string
  created_at: number
}

export interface AccountsTable {
  id: string
  key: string
  account: string
  name: string
  password: string
  generation: number
  /** 0 or 1: SQLite has no booleans. */
  admin: number
  created_at: number
}

export interface InvitationsTable {
  id: string
  secret: string
  room: string | null
  role: Role
  created_by: string
  created_at: number
  expires_at: number | null
  uses_left: number | null
  revoked_at: number | null
}

export interface InvitationUsesTable {
  invitation: string
  person: string
}

export interface MigrationsTable {
  number: number
  name: string
  /** SHA-256 of the file, hexadecimal. */
  checksum: string
  applied_at: number
}
