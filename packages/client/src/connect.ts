// The way in: one call that opens a session with a server.

import type { ConnectOptions, Parley } from './api.ts'
import { ParleyError } from './errors.ts'

/**
 * Connects to a Parley server: `wss://host/ws`, or just its address (`https://host`).
 * The first attempt is made once; a connection that stands is kept up by itself.
 * @throws {ParleyError} unreachable, timeout, aborted, protocol
 * @throws {Refusal} session.tokenInvalid, session.tokenRequired, session.versionUnsupported …
 */
export async function connect(_url: string, _options: ConnectOptions = {}): Promise<Parley> {
  throw new ParleyError('unsupported', 'this commit has the types only')
}
