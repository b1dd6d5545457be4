// The way in: one call that opens a session with a server.

import type { ConnectOptions, Parley } from './api.ts'
import { usualPlatform } from './platform.ts'
import { Session } from './session.ts'

/**
 * Connects to a Parley server: `wss://host/ws`, or just its address (`https://host`).
 * The first attempt is made once; a connection that stands is kept up by itself.
 * @throws {ParleyError} unreachable, timeout, aborted, protocol
 * @throws {Refusal} session.tokenInvalid, session.tokenRequired, session.versionUnsupported …
 */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Parley> {
  const session = new Session(url, options, options.platform ?? usualPlatform())
  try {
    await session.open()
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}
