import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { createAccount, signIn } from './account.ts'
import { ParleyError } from './errors.ts'
import { helloResult } from './testing/answers.ts'
import { dial, serve } from './testing/client.ts'
import { testPlatform, until } from './testing/platform.ts'
import { NO_ANSWER } from './testing/server.ts'

const at = '2026-01-01T00:00:00.000Z'
const answer = (token: string) => ({ token, expiresAt: at, person: 'account:1', name: 'Ada' })
const account = { ...helloResult(), person: { id: 'account:1', name: 'Ada', guest: false } }
const isRefusal = (reason: string) => (error: unknown) => error instanceof Refusal && error.reason === reason

test('signing in trades name and password for a token, before any hello, and leaves no socket', async (context) => {
  const server = await serve(context, { 'account.signIn': () => answer('a token') })
  for (const encoding of ['json', 'msgpack'] as const) {
    const credentials = { account: 'ada', password: 'correct horse' }
    const signedIn = await signIn(server.url, credentials, { platform: testPlatform(), encoding })
    assert.deepEqual(signedIn, { token: 'a token', expiresAt: new Date(at), person: 'account:1', name: 'Ada' })
    assert.deepEqual(server.peer.called('account.signIn'), [credentials])
    await until(() => !server.peer.isOpen, 'the socket is closed')
  }
  assert.deepEqual(server.called('session.hello'), [])
})

test('a refused sign-in rejects with the refusal and leaves no socket', async (context) => {
  const server = await serve(context, {
    'account.signIn': () => {
      throw new Refusal('account.credentialsWrong')
    },
  })
  const signingIn = signIn(server.url, { account: 'ada', password: 'x' }, { platform: testPlatform() })
  await assert.rejects(signingIn, isRefusal('account.credentialsWrong'))
  await until(() => !server.peer.isOpen, 'the socket is closed')
})

test('signing in can be aborted, and says when nobody listens', async (context) => {
  const server = await serve(context, { 'account.signIn': () => NO_ANSWER })
  const giveUp = new AbortController()
  const options = { platform: testPlatform(), signal: giveUp.signal }
  const signingIn = signIn(server.url, { account: 'ada', password: 'x' }, options)
  await until(() => server.peers.length === 1 && server.called('account.signIn').length === 1, 'it was asked')
  giveUp.abort()
  await assert.rejects(signingIn, (error) => error instanceof ParleyError && error.kind === 'aborted')
  await until(() => !server.peer.isOpen, 'the socket is closed')
  const nowhere = signIn('ws://127.0.0.1:9', { account: 'ada', password: 'x' }, { platform: testPlatform() })
  await assert.rejects(nowhere, (error) => error instanceof ParleyError && error.kind === 'unreachable')
})

test('an account is made by an invitation', async (context) => {
  const server = await serve(context, { 'account.create': () => answer('a token') })
  const request = { invitation: 'secret', account: 'ada', password: 'correct horse', name: 'Ada' }
  assert.equal((await createAccount(server.url, request, { platform: testPlatform() })).token, 'a token')
  assert.deepEqual(server.called('account.create'), [request])
})

test('an invitation into a room is shown in hello', async (context) => {
  const server = await serve(context)
  await dial(server, { invitation: 'secret' })
  assert.equal(server.called('session.hello')[0]?.invitation, 'secret')
})

test('the token of an account is renewed before it ends, used for reconnects, and told to the app', async (context) => {
  const server = await serve(context, { 'session.hello': () => account, 'account.renew': () => answer('newer') })
  const parley = await dial(server, { token: 'first' })
  const renewed: string[] = []
  parley.on('tokenRenewed', ({ token }) => renewed.push(token))
  server.peer.send('session.tokenExpiring', { expiresAt: at })
  await until(() => renewed.length === 1, 'the token was renewed')
  assert.deepEqual(renewed, ['newer'])
  assert.deepEqual(server.called('session.refresh'), [{ token: 'newer' }])
  server.peer.drop(1012)
  await until(() => server.called('session.hello').length === 2, 'it said hello again')
  assert.equal(server.called('session.hello')[1]?.token, 'newer')
})

test('a renewal that is refused is told as an error', async (context) => {
  const server = await serve(context, {
    'session.hello': () => account,
    'account.renew': () => {
      throw new Refusal('session.tokenInvalid')
    },
  })
  const parley = await dial(server, { token: 'first' })
  const failed = new Promise<Error>((resolve) => parley.on('error', ({ error }) => resolve(error)))
  server.peer.send('session.tokenExpiring', { expiresAt: at })
  assert.ok(isRefusal('session.tokenInvalid')(await failed))
})

test('a new password brings a new token, which is used from then on', async (context) => {
  const server = await serve(context, { 'session.hello': () => account, 'account.setPassword': () => answer('newer') })
  const parley = await dial(server, { token: 'first' })
  const change = { password: 'correct horse', newPassword: 'battery staple' }
  assert.equal((await parley.setPassword(change)).token, 'newer')
  assert.deepEqual(server.called('account.setPassword'), [change])
  server.peer.drop(1012)
  await until(() => server.called('session.hello').length === 2, 'it said hello again')
  assert.equal(server.called('session.hello')[1]?.token, 'newer')
})
