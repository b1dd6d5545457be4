import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Grants, Refusal, rpcErrors } from '@parley/protocol'
import type { Facts, Log } from '../log/log.ts'
import { quiet } from '../log/log.ts'
import { handlers } from '../session/methods/methods.ts'
import type { Handlers, House, Request } from '../session/request.ts'
import { Session } from '../session/session.ts'
import { dispatch, unreadable } from './dispatch.ts'

describe('dispatch', () => {
  it('answers a call with what its handler returns', async () => {
    const { answer, method, outcome } = await call(
      { id: 1, method: 'session.ping' },
      { 'session.ping': () => ({ at: 'now' }) },
    )
    assert.deepEqual(answer, { jsonrpc: '2.0', id: 1, result: { at: 'now' } })
    assert.deepEqual([method, outcome], ['session.ping', 'ok'])
  })

  it('tells a refusal by its code, reason and retry', async () => {
    const refusing = () => Promise.reject(new Refusal('room.full'))
    const { answer, outcome } = await call({ id: 'x', method: 'session.ping' }, { 'session.ping': refusing })
    assert.equal(outcome, 'refused')
    assert.deepEqual(answer, {
      jsonrpc: '2.0',
      id: 'x',
      error: { code: 2001, message: 'the room is full', data: { reason: 'room.full', retry: 'later' } },
    })
  })

  it('tells of a fault nothing but a reference, under which the log has it all', async () => {
    const failing = () => Promise.reject(new TypeError('the secret is 42'))
    const { answer, outcome, lines } = await call({ id: 1, method: 'session.ping' }, { 'session.ping': failing })
    assert.equal(outcome, 'fault')
    assert.deepEqual(answer, {
      jsonrpc: '2.0',
      id: 1,
      error: { ...rpcErrors.internalError, data: { reference: 'reference 1' } },
    })
    const [line] = lines
    assert.equal(lines.length, 1)
    assert.equal(line?.['reference'], 'reference 1')
    assert.equal(line?.['method'], 'session.ping')
    assert.match(String(line?.['error']), /the secret is 42/)
  })

  it('takes a handler that throws at once for the same', async () => {
    const failing = () => {
      throw new RangeError('too far')
    }
    const { outcome, lines } = await call({ id: 1, method: 'session.ping' }, { 'session.ping': failing })
    assert.deepEqual([outcome, lines.length], ['fault', 1])
  })

  it('gives a call without an id no answer, whatever comes of it', async () => {
    const outcomes = {
      ok: () => ({ at: 'now' }),
      refused: () => Promise.reject(new Refusal('room.full')),
      fault: () => Promise.reject(new Error('x')),
    }
    for (const [expected, handler] of Object.entries(outcomes)) {
      const { answer, outcome } = await call({ method: 'session.ping' }, { 'session.ping': handler })
      assert.deepEqual([answer, outcome], [undefined, expected])
    }
    for (const message of [{ method: 'room.burn' }, { method: 'room.join', params: 5 }]) {
      const { answer, outcome } = await call(message, {})
      assert.deepEqual([answer, outcome], [undefined, 'invalid'])
    }
  })

  it('names the place and the problem of params that do not fit', async () => {
    const { answer, outcome } = await call({ id: 1, method: 'room.join', params: { room: 5 } }, {})
    assert.equal(outcome, 'invalid')
    assert.ok(answer !== undefined && 'error' in answer)
    assert.equal(answer.error.code, rpcErrors.invalidParams.code)
    assert.equal(answer.error.data?.path, '/room')
    assert.match(answer.error.data?.problem ?? '', /string/)
  })

  it('tells a stranger to say hello, before the params are looked at', async () => {
    const { answer } = await call({ id: 1, method: 'room.join', params: { room: 5 } }, {}, 'stranger')
    assert.ok(answer !== undefined && 'error' in answer)
    assert.equal(answer.error.data?.reason, 'session.helloFirst')
    assert.equal(answer.error.data?.path, undefined)
  })

  it('never runs a handler with params that do not fit', async () => {
    let ran = false
    const join = () => {
      ran = true
      throw new Error('it ran')
    }
    for (const params of [undefined, null, [], 'x', { room: ' ' }, { room: 'x'.repeat(129) }])
      await call({ id: 1, method: 'room.join', params }, { 'room.join': join })
    assert.equal(ran, false)
  })

  it('answers what is no request under its id, if that is one', async () => {
    for (const [message, id] of [
      [{ id: 7 }, 7],
      [{ id: { a: 1 }, method: 'session.ping' }, null],
      [{ id: 'x'.repeat(65), method: 'session.ping' }, null],
      [{ id: Number.NaN, method: 'session.ping' }, null],
    ] as const) {
      const { answer, outcome } = await call(message, {})
      assert.equal(outcome, 'malformed')
      assert.deepEqual(answer, { jsonrpc: '2.0', id, error: rpcErrors.invalidRequest })
    }
    for (const message of [null, 5, 'x', [], [{ jsonrpc: '2.0', id: 1, method: 'session.ping' }]]) {
      const { answer } = await dispatch(message, surroundings({}))
      assert.deepEqual(answer, { jsonrpc: '2.0', id: null, error: rpcErrors.invalidRequest })
    }
  })

  it('answers bytes that were no message without an id', () => {
    assert.deepEqual(unreadable(), {
      outcome: 'malformed',
      answer: { jsonrpc: '2.0', id: null, error: rpcErrors.parseError },
    })
  })
})

async function call(message: object, some: Partial<Handlers>, who?: 'stranger') {
  const lines: Facts[] = []
  const log: Log = { ...quiet, error: (_, facts = {}) => void lines.push(facts) }
  const dispatched = await dispatch({ jsonrpc: '2.0', ...message }, { ...surroundings(some, who), log })
  return { ...dispatched, lines }
}

function surroundings(some: Partial<Handlers>, who?: 'stranger') {
  const carrier = { address: '', send: () => true, ping() {}, close() {}, carry() {} }
  const session = new Session({ id: 's', socket: carrier, now: () => 0 })
  if (who !== 'stranger') {
    const grants: Grants = {
      room: null,
      join: true,
      publish: [],
      subscribe: true,
      chat: true,
      data: true,
      create: false,
      moderate: false,
      admin: false,
    }
    session.identify({ person: { id: 'ada', name: 'Ada', guest: false }, grants })
  }
  let references = 0
  const newId = () => {
    references += 1
    return `reference ${references}`
  }
  const request: Request = { session, house, carrier, afterAnswer: (work) => work() }
  return { handlers: { ...handlers, ...some }, request, log: quiet, newId }
}

/** No handler of these tests asks the house for anything. */
const house: House = new Proxy({} as House, {
  get(_, name) {
    throw new Error(`these tests have no ${String(name)}`)
  },
})
