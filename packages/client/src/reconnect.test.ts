import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeCodes, Refusal } from '@parley/protocol'
import type { ConnectionStateChange, Parley } from './api.ts'
import { ParleyError } from './errors.ts'
import { helloResult } from './testing/answers.ts'
import { dial, serve } from './testing/client.ts'
import { ManualClock, testPlatform, until } from './testing/platform.ts'
import { NO_ANSWER, type TestServer } from './testing/server.ts'

function statesOf(parley: Parley): ConnectionStateChange[] {
  const states: ConnectionStateChange[] = []
  parley.on('stateChanged', (change) => states.push(change))
  return states
}

function hellos(server: TestServer, count: number): Promise<void> {
  return until(() => server.called('session.hello').length === count, `hello was said ${count} times`)
}

test('a socket closed with a come-back code is replaced, as the same guest', async (context) => {
  const server = await serve(context)
  const parley = await dial(server)
  const states = statesOf(parley)
  server.peer.drop(closeCodes.slowReader.code, 'too slow')
  await until(() => parley.state === 'connected' && states.length > 1, 'it is back')
  assert.deepEqual(states, [
    { state: 'reconnecting', attempt: 1, retryInMs: 0, cause: { closeCode: 4001, message: 'too slow' } },
    { state: 'connected' },
  ])
  assert.equal(server.called('session.hello')[1]?.guest, 'signed-guest-id')
})

test('each new socket gets a fresh token', async (context) => {
  const server = await serve(context)
  let count = 0
  await dial(server, { token: async () => `token-${++count}` })
  server.peer.drop()
  await hellos(server, 2)
  assert.deepEqual(
    server.called('session.hello').map(({ token }) => token),
    ['token-1', 'token-2'],
  )
})

test('a code that says not to come back closes for good, and says why', async (context) => {
  const server = await serve(context)
  const parley = await dial(server, { token: 'fixed' })
  const states = statesOf(parley)
  server.peer.drop(closeCodes.tokenExpired.code, 'expired')
  await until(() => parley.state === 'closed', 'it is closed')
  assert.deepEqual(states, [{ state: 'closed', cause: { closeCode: 4501, message: 'expired' } }])
  await assert.rejects(parley.call('session.ping', {}), ParleyError)
  assert.equal(server.peers.length, 1)
})

test('who can fetch tokens comes back although the old one expired', async (context) => {
  const server = await serve(context)
  const parley = await dial(server, { token: async () => 'fresh' })
  server.peer.drop(closeCodes.tokenExpired.code)
  await hellos(server, 2)
  await until(() => parley.state === 'connected', 'it is back')
})

test('refusals that may pass are tried again, one that never will closes', async (context) => {
  const refusals = ['session.quota', 'session.tooFast', 'session.forbidden'] as const
  const left: (typeof refusals)[number][] = [...refusals]
  const server = await serve(context, {
    'session.hello': (_params, peer) => {
      const reason = peer === server.peers[0] ? undefined : left.shift()
      if (reason) throw new Refusal(reason)
      return helloResult()
    },
  })
  const parley = await dial(server)
  const states = statesOf(parley)
  server.peer.drop()
  await until(() => parley.state === 'closed', 'it gave up')
  assert.deepEqual(
    states.map(({ state, attempt, cause }) => [state, attempt, cause?.refusal?.reason]),
    [
      ['reconnecting', 1, undefined],
      ['reconnecting', 2, 'session.quota'],
      ['reconnecting', 3, 'session.tooFast'],
      ['closed', undefined, 'session.forbidden'],
    ],
  )
})

test('a static token that is refused closes; a fetched one is tried twice', async (context) => {
  const server = await serve(context, {
    'session.hello': (_params, peer) => {
      // The first two sockets are the first of each client.
      if (peer !== server.peers[0] && peer !== server.peers[1]) throw new Refusal('session.tokenInvalid')
      return helloResult()
    },
  })
  const fixed = await dial(server, { token: 'fixed' })
  const fetching = await dial(server, { token: async () => 'fetched' })
  for (const peer of [...server.peers]) peer.drop()
  await until(() => fixed.state === 'closed' && fetching.state === 'closed', 'both gave up')
  assert.deepEqual(
    server
      .called('session.hello')
      .map(({ token }) => token)
      .sort(),
    ['fetched', 'fetched', 'fetched', 'fixed', 'fixed'],
  )
})

test('calls that wait when the socket is lost are rejected; calls while away are too', async (context) => {
  const server = await serve(context, { 'session.ping': () => NO_ANSWER })
  const parley = await dial(server)
  const waiting = parley.call('session.ping', {})
  await until(() => server.called('session.ping').length === 1, 'the call arrived')
  let whileAway: Promise<unknown> | undefined
  parley.on('stateChanged', ({ state }) => {
    if (state !== 'reconnecting') return
    whileAway = parley.call('session.ping', {})
    whileAway.catch(() => {})
  })
  server.peer.drop()
  const isDisconnected = (error: unknown) => error instanceof ParleyError && error.kind === 'disconnected'
  await assert.rejects(waiting, isDisconnected)
  assert.ok(whileAway)
  await assert.rejects(whileAway, isDisconnected)
})

test('closing while away ends the attempts', async (context) => {
  const server = await serve(context)
  const clock = new ManualClock()
  const platform = testPlatform({ setTimer: clock.setTimer, now: clock.now, random: () => 0.5 })
  const parley = await dial(server, { platform })
  const states = statesOf(parley)
  server.peer.drop()
  await until(() => parley.state === 'reconnecting', 'the loss is seen')
  await parley.close()
  clock.advance(60_000)
  assert.deepEqual(
    states.map(({ state, retryInMs }) => [state, retryInMs]),
    [
      ['reconnecting', 150],
      ['closed', undefined],
    ],
  )
  assert.equal(server.peers.length, 1)
  assert.equal(clock.waiting, 0)
})

test('silence is answered by a ping, and a ping without an answer by another socket', async (context) => {
  let isDead = false
  const server = await serve(context, {
    'session.ping': () => (isDead ? NO_ANSWER : { at: '2026-01-01T00:00:00.000Z' }),
  })
  const clock = new ManualClock()
  const platform = testPlatform({ now: clock.now, setTimer: clock.setTimer })
  const parley = await dial(server, { platform })
  const roundTrips: number[] = []
  parley.on('roundTrip', ({ roundTripMs }) => roundTrips.push(roundTripMs))
  clock.advance(24_999)
  assert.equal(server.called('session.ping').length, 0)
  clock.advance(1)
  await until(() => roundTrips.length === 1, 'the ping was answered')
  isDead = true
  clock.advance(25_000)
  await until(() => server.called('session.ping').length === 2, 'it asked again')
  clock.advance(5_000)
  assert.equal(parley.state, 'reconnecting')
  clock.advance(0)
  await until(() => parley.state === 'connected', 'it is back')
  assert.equal(server.peers.length, 2)
})

test('a network that comes back is used at once', async (context) => {
  const server = await serve(context)
  const clock = new ManualClock()
  const platform = testPlatform({ now: clock.now, setTimer: clock.setTimer, random: () => 0.999 })
  const parley = await dial(server, { platform })
  platform.setOnline(false)
  await until(() => server.called('session.ping').length === 1, 'it asked whether the server still lives')
  server.peer.drop()
  await until(() => parley.state === 'reconnecting', 'the loss is seen')
  platform.setOnline(true)
  await until(() => parley.state === 'connected', 'it is back without any time passing')
})

test('connecting again goes on while the server is away: with short pauses at first, then with longer ones', async (context) => {
  const server = await serve(context)
  let now = 0
  const platform = testPlatform({ random: () => 0.01, now: () => now })
  const parley = await dial(server, { platform })
  const states = statesOf(parley)
  await server.close()
  await until(() => (states.at(-1)?.attempt ?? 0) >= 5, 'five attempts were made')
  now = 20_000
  await until(() => (states.at(-1)?.attempt ?? 0) >= 7, 'two more were made')
  const pauses = states.map(({ retryInMs = 0 }) => retryInMs)
  assert.deepEqual(pauses.slice(0, 5), [3, 5, 5, 5, 5])
  assert.ok(Math.max(...pauses) >= 96)
  assert.match(states.at(-1)?.cause?.message ?? '', /no Parley server answers/)
})
