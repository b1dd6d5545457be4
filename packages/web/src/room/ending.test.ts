// Why one is not in the room, in words.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ParleyError, Refusal } from '@parley/client'
import { texts } from '../texts.ts'
import { endingOfError, endingOfLeaving, kindOfReason, wayOn } from './ending.ts'

test('a full room, a bad token and a server that is away are told apart', () => {
  assert.equal(endingOfError(new Refusal('room.full')).kind, 'full')
  assert.equal(endingOfError(new Refusal('session.tokenInvalid')).kind, 'tokenInvalid')
  assert.equal(endingOfError(new Refusal('session.tokenRequired')).kind, 'tokenRequired')
  assert.equal(endingOfError(new ParleyError('unreachable', 'no socket')).kind, 'unreachable')
})

test('a room that does not let one in says which door is shut', () => {
  const doors = ['notFound', 'locked', 'banned', 'denied', 'membersOnly'] as const
  for (const door of doors) assert.equal(kindOfReason(`room.${door}`), door)
  assert.equal(kindOfReason('room.passwordNeeded'), 'passwordNeeded')
  assert.equal(kindOfReason('room.passwordWrong'), 'passwordWrong')
  assert.equal(endingOfLeaving({ reason: 'banned' }).kind, 'banned')
})

test('a fault keeps the reference that finds it in the server’s log', () => {
  const fault = new ParleyError('fault', 'broken', { reference: 'f-12' })
  assert.deepEqual(endingOfError(fault), { kind: 'failed', reference: 'f-12' })
})

test('a reason that this page does not know still has words', () => {
  assert.ok(texts.ended[kindOfReason('room.onFire')].title)
})

test('the end of a visit says whether one was replaced, ran out of time or was put out', () => {
  assert.equal(endingOfLeaving({ reason: 'replaced' }).kind, 'replaced')
  assert.equal(endingOfLeaving({ reason: 'tokenExpired' }).kind, 'tokenExpired')
  assert.equal(endingOfLeaving({ reason: 'closed' }).kind, 'closed')
  assert.equal(endingOfLeaving({ reason: 'refused', error: new Refusal('room.full') }).kind, 'full')
})

test('the end of the connection says whether the server closed it for good, and why', () => {
  const endingAfter = (details: { closeCode?: number; cause?: unknown }) =>
    endingOfLeaving({ reason: 'closed', error: new ParleyError('closed', 'over', details) }).kind
  assert.equal(endingAfter({ closeCode: 4501 }), 'tokenExpired')
  assert.equal(endingAfter({ cause: new Refusal('session.tokenExpired') }), 'tokenExpired')
  assert.equal(endingAfter({ cause: new Refusal('session.tokenInvalid') }), 'tokenInvalid')
  assert.equal(endingAfter({ closeCode: 4502 }), 'failed')
  assert.equal(endingAfter({}), 'unreachable')
})

test('there is a way on from each ending, and no button that cannot help', () => {
  assert.equal(wayOn('replaced'), 'again')
  assert.equal(wayOn('full'), 'again')
  assert.equal(wayOn('unreachable'), 'again')
  assert.equal(wayOn('outdated'), 'reload')
  assert.equal(wayOn('passwordWrong'), 'password')
  for (const kind of ['banned', 'tokenExpired', 'unsupported'] as const) assert.equal(wayOn(kind), 'none')
})
