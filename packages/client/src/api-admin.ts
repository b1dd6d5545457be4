// What those see and do who run a server; everybody else is refused with session.forbidden.

import type { Account, Ban, Invitation, OpenRoom, ServerStats, SessionInfo } from '@parley/protocol'

/** One page of a list. `after` is the `next` of the page before. */
export interface PageOptions {
  readonly search?: string
  readonly after?: string
  /** Default 50, at most 200. */
  readonly limit?: number
}

/** What may be seen and done by those who run the server. */
/** Running a server: `parley.admin`, for who has `grants.admin`. */
export interface Administration {
  /** How the server does. Counters rise from its start on. */
  stats(): Promise<ServerStats>
  /** Open rooms, those with most people first; the first `limit` of `total`. For all that are kept, see `parley.listRooms`. */
  openRooms(
    options?: Omit<PageOptions, 'after'>,
  ): Promise<{ readonly rooms: readonly OpenRoom[]; readonly total: number }>
  /** Puts all out of a room, which stays. @throws {Refusal} room.notFound: it is not open */
  closeRoom(room: string): Promise<{ readonly participants: number }>
  /** Newest first. */
  sessions(
    options?: PageOptions & { readonly room?: string },
  ): Promise<{ readonly sessions: readonly SessionInfo[]; readonly next?: string; readonly total: number }>
  /** Puts a session out; its person reads the reason, of at most 120 bytes. @throws {Refusal} session.notFound */
  closeSession(session: SessionInfo | string, reason?: string): Promise<void>
  /** Everybody with a password on this server, by name. */
  accounts(options?: PageOptions): Promise<{ readonly accounts: readonly Account[]; readonly next?: string }>
  /** @throws {Refusal} account.notFound, account.lastAdmin */
  setAdmin(account: Account | string, admin: boolean): Promise<void>
  /** Its sessions end. @throws {Refusal} account.notFound, account.lastAdmin */
  removeAccount(account: Account | string): Promise<void>
  /** What `resetPassword` takes, told only now. @throws {Refusal} account.notFound */
  offerReset(account: Account | string): Promise<{ readonly secret: string; readonly expiresAt: Date }>
  /** Of all rooms, newest first. */
  bans(
    options?: PageOptions,
  ): Promise<{ readonly bans: readonly (Ban & { readonly room: string })[]; readonly next?: string }>
  /** Ends a ban. */
  liftBan(ban: { readonly room: string; readonly id: string }): Promise<void>
  /** To this server, newest first, also those that have ended lately. */
  invitations(): Promise<readonly Invitation[]>
  /** To this server; the secret is told only now, and stands in a link after `#invite=`. Default: a week. */
  invite(options?: {
    /** Whoever comes by it runs the server too. */
    readonly admin?: boolean
    readonly seconds?: number
    /** How many people may come by it. Absent: as many as like. */
    readonly uses?: number
  }): Promise<{ readonly invitation: Invitation; readonly secret: string }>
  /** Nobody comes by it any more. */
  revokeInvitation(invitation: Invitation | string): Promise<void>
}
