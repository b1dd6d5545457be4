import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ParleyError } from './errors.ts'
import { Gate } from './gate.ts'

test('who comes to a shut gate passes when it opens', async () => {
  const gate = new Gate()
  const passing = gate.pass()
  gate.open()
  await passing
  await gate.pass()
})

test('who waits can give up, and is not kept', async () => {
  const gate = new Gate()
  const giveUp = new AbortController()
  const passing = gate.pass(giveUp.signal)
  giveUp.abort()
  await assert.rejects(passing, (error) => error instanceof ParleyError && error.kind === 'aborted')
  await assert.rejects(gate.pass(giveUp.signal), ParleyError)
})

test('a broken gate turns away who waits and who comes, for good', async () => {
  const gate = new Gate()
  const broken = new ParleyError('closed', 'over')
  const passing = gate.pass()
  gate.break(broken)
  gate.open()
  await assert.rejects(passing, broken)
  await assert.rejects(gate.pass(), broken)
})
