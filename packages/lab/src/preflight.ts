// Asks the target whether it lets us in, before hundreds ask: one hello without media.

import { browserPlatform, connect, ParleyError, Refusal } from '@parley/client'
import type { Encoding } from '@parley/protocol'
import { LabError } from './exit-codes.ts'
import type { Identity } from './token.ts'

/** @throws {LabError} target: with one line that says what is wrong */
export async function preflight(url: string, encoding: Encoding, { name, token }: Identity): Promise<void> {
  const { createDevice: _withoutMedia, ...platform } = browserPlatform()
  try {
    const parley = await connect(url, { platform, name, encoding, ...(token === undefined ? {} : { token }) })
    await parley.close()
  } catch (cause) {
    throw new LabError('target', wordsOf(cause, url), { cause })
  }
}

function wordsOf(cause: unknown, url: string): string {
  if (cause instanceof Refusal) {
    const hint = cause.reason === 'session.tokenRequired' ? '; give --key name=secret (as in auth.keys) or --token' : ''
    return `${url} does not let us in: ${cause.reason}: ${cause.message}${hint}`
  }
  if (cause instanceof ParleyError && cause.kind === 'unreachable') {
    return `no Parley server answers at ${url}; is it running?`
  }
  return `${url} is no use: ${cause instanceof Error ? cause.message : String(cause)}`
}
