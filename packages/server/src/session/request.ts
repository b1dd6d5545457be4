// The surroundings of one request: in whose name, with what, and what follows its answer.

import type { IceServer, MethodName, Params, Result, RtpCapabilities, ServerStats } from '@parley/protocol'
import type { Access } from '../access/access.ts'
import type { Files } from '../archive/files.ts'
import type { Overview } from '../room/overview.ts'
import type { Register } from '../room/register.ts'
import type { Rooms } from '../room/rooms.ts'
import type { Socket } from './line.ts'
import type { RoomOpenings } from './room-openings.ts'
import type { Session } from './session.ts'
import type { Sessions } from './sessions.ts'

/** What the handlers work with; the same for all calls. */
export interface House {
  readonly access: Access
  readonly rooms: Rooms
  readonly register: Register
  readonly overview: Overview
  readonly files: Files
  readonly sessions: Sessions
  readonly roomOpenings: RoomOpenings
  readonly rtpCapabilities: RtpCapabilities
  readonly mediaWorkers: number
  readonly iceServers: readonly IceServer[]
  readonly version: string
  readonly node: string
  readonly limits: SessionLimits
  readonly stats: () => Promise<ServerStats>
  /** Logs and counts what somebody has done who runs the server. */
  readonly noteAdmin: (act: AdminAct, facts: Readonly<Record<string, unknown>>) => void
  /** ms since 1970, for what is told and stored. */
  readonly now: () => number
  /** ms of a clock that never goes back, for rates and silences. */
  readonly clock: () => number
}

export type AdminAct = 'room.close' | 'session.close' | 'account.setAdmin' | 'account.remove' | 'account.offerReset'

export interface SessionLimits {
  readonly heartbeatMs: number
  readonly maxMessageBytes: number
  readonly rooms: number
}

/** A socket, and the session that it carries. */
export interface Carrier extends Socket {
  carry(session: Session): void
}

export interface Request {
  readonly session: Session
  readonly house: House
  /** The socket that it came over, to which a resumed session goes over. */
  readonly carrier: Carrier
  /** Runs after the answer has been handed to the socket, so that it is read first. */
  afterAnswer(work: () => void): void
}

/** One per method of the protocol: a forgotten one does not compile. */
export type Handlers<M extends MethodName = MethodName> = {
  readonly [N in M]: (request: Request, params: Params<N>) => Result<N> | Promise<Result<N>>
}
