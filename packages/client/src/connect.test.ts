import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { Refusal, subprotocols } from '@parley/protocol'
import { connect } from './connect.ts'
import { ParleyError } from './errors.ts'
import { helloResult } from './testing/answers.ts'
import { dial, serve } from './testing/client.ts'
import { ManualClock, testPlatform, until } from './testing/platform.ts'
import { NO_ANSWER } from './testing/server.ts'

function isKind(kind: ParleyError['kind']) {
  return (error: unknown) => error instanceof ParleyError && error.kind === kind
}

test('hello says who speaks and what it can do, and its answer is the session', async (context) => {
  const server = await serve(context)
  const parley = await dial(server, { name: 'Ada', guest: 'earlier-id', room: 'lobby' })
  assert.deepEqual(server.called('session.hello'), [
    {
      protocol: 1,
      client: { name: 'parley-js', version: '0.1.0' },
      capabilities: ['sfu', 'media.reopen', 'resume'],
      guest: 'earlier-id',
      name: 'Ada',
    },
  ])
  assert.equal(server.peer.url, '/ws?room=lobby')
  assert.equal(server.peer.protocol, subprotocols.json)
  assert.deepEqual(parley.person, { id: 'person-1', name: 'Ada', guest: true })
  assert.equal(parley.guest, 'signed-guest-id')
  assert.deepEqual(parley.grants.publish, ['camera', 'microphone', 'screen', 'screenAudio'])
  assert.equal(parley.state, 'connected')
})

test('a token may be given as it is or fetched', async (context) => {
  const server = await serve(context)
  await dial(server, { token: 'fixed' })
  await dial(server, { token: async () => 'fetched' })
  assert.deepEqual(
    server.called('session.hello').map(({ token }) => token),
    ['fixed', 'fetched'],
  )
})

test('MessagePack carries the same conversation', async (context) => {
  const server = await serve(context)
  const parley = await dial(server, { encoding: 'msgpack' })
  assert.equal(server.peer.protocol, subprotocols.msgpack)
  const room = await parley.join('lobby')
  const said = await room.send('grüße')
  assert.equal(said.text, 'grüße')
})

test('a refused hello rejects with the refusal', async (context) => {
  const server = await serve(context, {
    'session.hello': () => {
      throw new Refusal('session.tokenRequired')
    },
  })
  await assert.rejects(
    connect(server.url, { platform: testPlatform() }),
    (error) => error instanceof Refusal && error.reason === 'session.tokenRequired',
  )
  await until(() => !server.peer.isOpen, 'the socket is closed')
})

test('a refused token is fetched once more before giving up', async (context) => {
  const server = await serve(context, {
    'session.hello': ({ token }) => {
      if (token !== 'good') throw new Refusal('session.tokenExpired')
      return helloResult()
    },
  })
  const tokens = ['stale', 'good']
  await dial(server, { token: async () => tokens.shift() ?? '' })
  const refused = connect(server.url, { platform: testPlatform(), token: async () => 'stale' })
  await assert.rejects(refused, (error) => error instanceof Refusal && error.reason === 'session.tokenExpired')
  assert.equal(server.called('session.hello').length, 4)
})

test('an address where nobody listens is unreachable, and is tried once', async () => {
  await assert.rejects(connect('ws://127.0.0.1:9', { platform: testPlatform() }), isKind('unreachable'))
})

test('a WebSocket server that is not Parley is unreachable', async (context) => {
  const http = createServer()
  http.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  context.after(() => http.close())
  const address = http.address()
  assert.ok(address !== null && typeof address === 'object')
  await assert.rejects(connect(`ws://127.0.0.1:${address.port}`, { platform: testPlatform() }), isKind('unreachable'))
})

test('connecting can be aborted', async (context) => {
  const server = await serve(context, { 'session.hello': () => NO_ANSWER })
  const giveUp = new AbortController()
  const connecting = connect(server.url, { platform: testPlatform(), signal: giveUp.signal })
  await until(() => server.called('session.hello').length === 1, 'hello was said')
  giveUp.abort()
  await assert.rejects(connecting, isKind('aborted'))
  await until(() => !server.peer.isOpen, 'the socket is closed')
})

test('a hello without an answer times out', async (context) => {
  const server = await serve(context, { 'session.hello': () => NO_ANSWER })
  const clock = new ManualClock()
  const connecting = connect(server.url, { platform: testPlatform({ now: clock.now, setTimer: clock.setTimer }) })
  connecting.catch(() => {})
  await until(() => server.called('session.hello').length === 1, 'hello was said')
  clock.advance(10_000)
  await assert.rejects(connecting, isKind('timeout'))
  assert.equal(clock.waiting, 0)
})

test('a call without an answer times out, and a late answer harms nobody', async (context) => {
  const late = Promise.withResolvers<{ at: string }>()
  const server = await serve(context, { 'session.ping': () => late.promise })
  const clock = new ManualClock()
  const parley = await dial(server, { platform: testPlatform({ now: clock.now, setTimer: clock.setTimer }) })
  const pinging = parley.call('session.ping', {})
  await until(() => server.called('session.ping').length === 1, 'the call arrived')
  clock.advance(9_999)
  clock.advance(1)
  await assert.rejects(pinging, isKind('timeout'))
  late.resolve({ at: '' })
  assert.deepEqual(await parley.call('room.leave', { room: 'lobby' }), {})
})

test('a call can be aborted, and closing rejects all that waits', async (context) => {
  const server = await serve(context, { 'session.ping': () => NO_ANSWER })
  const parley = await dial(server)
  const giveUp = new AbortController()
  const aborting = parley.call('session.ping', {}, { signal: giveUp.signal })
  const waiting = parley.call('session.ping', {})
  giveUp.abort()
  await assert.rejects(aborting, isKind('aborted'))
  await Promise.all([parley.close(), assert.rejects(waiting, isKind('closed'))])
  await assert.rejects(parley.call('session.ping', {}), isKind('closed'))
  assert.equal(parley.state, 'closed')
})

test('a message longer than the server takes is not sent', async (context) => {
  const server = await serve(context, { 'session.hello': () => ({ ...helloResult(), maxMessageBytes: 200 }) })
  const parley = await dial(server)
  await assert.rejects(parley.call('chat.send', { room: 'lobby', text: 'ü'.repeat(200) }), isKind('protocol'))
  assert.equal(server.called('chat.send').length, 0)
})

test('with a token function an ending token is replaced without the app', async (context) => {
  const server = await serve(context)
  const tokens = ['first', 'second']
  const parley = await dial(server, { token: async () => tokens.shift() ?? '' })
  const expiring: Date[] = []
  parley.on('tokenExpiring', ({ expiresAt }) => expiring.push(expiresAt))
  server.peer.send('session.tokenExpiring', { expiresAt: '2026-01-01T00:00:00.000Z' })
  await until(() => server.called('session.refresh').length === 1, 'the token was refreshed')
  assert.deepEqual(server.called('session.refresh'), [{ token: 'second' }])
  assert.deepEqual(expiring, [new Date('2026-01-01T00:00:00.000Z')])
})

test('what a newer server tells and this version does not know is ignored', async (context) => {
  const server = await serve(context)
  const parley = await dial(server)
  const errors: Error[] = []
  parley.on('error', ({ error }) => errors.push(error))
  server.peer.raw({ jsonrpc: '2.0', method: 'moon.risen', params: { phase: 3 } })
  server.peer.raw({ jsonrpc: '2.0', method: 'session.draining', params: { withinMs: 5, because: 'new field' } })
  const draining = new Promise((resolve) => parley.on('draining', resolve))
  assert.deepEqual(await draining, { withinMs: 5 })
  assert.deepEqual(errors, [])
})

test('an unreadable message is reported and is not the end', async (context) => {
  const server = await serve(context)
  const parley = await dial(server)
  const reported = new Promise<Error>((resolve) => parley.on('error', ({ error }) => resolve(error)))
  server.peer.raw('neither call nor answer')
  assert.ok(isKind('protocol')(await reported))
  await parley.call('session.ping', {})
})
