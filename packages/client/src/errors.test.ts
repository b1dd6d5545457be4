import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { errorFromWire, ParleyError } from './errors.ts'

test('a refusal is rebuilt with the detail the server gave', () => {
  const data = { reason: 'room.full', retry: 'later' } as const
  const error = errorFromWire({ code: 2001, message: 'the room is full: 50 of 50', data })
  assert.ok(error instanceof Refusal)
  assert.deepEqual([error.reason, error.code, error.retry], ['room.full', 2001, 'later'])
  assert.equal(error.message, 'the room is full: 50 of 50')
})

test('a reason of a newer server survives as it is', () => {
  const wire = JSON.parse(
    '{"code": 9001, "message": "the moon is full", "data": {"reason": "moon.full", "retry": "later"}}',
  )
  const error = errorFromWire(wire)
  assert.ok(error instanceof Refusal)
  assert.deepEqual(
    [error.reason, error.code, error.retry, error.message],
    ['moon.full', 9001, 'later', 'the moon is full'],
  )
})

test('an error without a reason is a fault, with what finds it in the log', () => {
  const error = errorFromWire({ code: -32603, message: 'the server failed', data: { reference: 'abc' } })
  assert.ok(error instanceof ParleyError)
  assert.deepEqual([error.kind, error.code, error.reference], ['fault', -32603, 'abc'])
})

test('invalid params say where', () => {
  const error = errorFromWire({ code: -32602, message: 'bad', data: { path: '/text', problem: 'too long' } })
  assert.equal(error.message, 'bad at /text: too long')
})
