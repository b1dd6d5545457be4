// What a test of hostile input asks in the end: did anybody but the offender notice?

import assert from 'node:assert/strict'
import type { Parley } from '../parley-process.ts'
import { RawSocket } from './raw-socket.ts'

/** A WebSocket made by hand, past its upgrade. */
export async function upgraded(parley: Parley): Promise<RawSocket> {
  const raw = await RawSocket.open(parley.port)
  await raw.upgrade()
  return raw
}

export async function assertUnharmed(parley: Parley): Promise<void> {
  const health = await fetch(`${parley.url}/health`, { signal: AbortSignal.timeout(1000) })
  assert.equal(health.status, 200)
  assert.deepEqual(await health.json(), { status: 'ok' })
  const faults = (await parley.metrics()).filter(({ labels, value }) => labels['outcome'] === 'fault' && value > 0)
  assert.deepEqual(faults, [])
  assert.deepEqual(
    parley.log.filter(({ level }) => level === 'error'),
    [],
  )
}
