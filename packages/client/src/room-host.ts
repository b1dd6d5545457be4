// What a room needs of its session.

import type { CallName, Grants, IceServer, Params, Person, Result, SignalName } from '@parley/protocol'
import type { Device } from 'mediasoup-client/types'
import type { CallOptions } from './api.ts'
import type { Platform } from './platform.ts'

export interface RoomHost {
  readonly platform: Platform
  readonly person: () => Person
  readonly grants: () => Grants
  readonly device: () => Promise<Device | undefined>
  readonly iceServers: () => readonly IceServer[]
  /** A path of the server as a URL. */
  readonly urlOf: (path: string) => string
  readonly call: <M extends CallName>(method: M, params: Params<M>, options?: CallOptions) => Promise<Result<M>>
  readonly notify: <M extends SignalName>(method: M, params: Params<M>) => void
  readonly onLeft: () => void
  /** Hears what no `error` listener of the room took. */
  readonly onError: (error: Error) => void
}
