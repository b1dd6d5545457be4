import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FactOrder } from './facts.ts'

test('facts are applied once, in order, from the snapshot on', () => {
  const order = new FactOrder()
  order.reset({ epoch: 2, seq: 7 })
  const verdicts = [6, 7, 8, 8, 9].map((seq) => order.take({ epoch: 2, seq }))
  assert.deepEqual(verdicts, ['ignore', 'ignore', 'apply', 'ignore', 'apply'])
})

test('a missing fact is a gap, and stays one until the next snapshot', () => {
  const order = new FactOrder()
  order.reset({ epoch: 1, seq: 1 })
  assert.equal(order.take({ epoch: 1, seq: 3 }), 'gap')
  assert.equal(order.take({ epoch: 1, seq: 4 }), 'gap')
  order.reset({ epoch: 1, seq: 4 })
  assert.equal(order.take({ epoch: 1, seq: 5 }), 'apply')
})

test('a fact of a newer opening of the room is a gap, one of an older is ignored', () => {
  const order = new FactOrder()
  order.reset({ epoch: 5, seq: 1 })
  assert.equal(order.take({ epoch: 6, seq: 1 }), 'gap')
  assert.equal(order.take({ epoch: 4, seq: 2 }), 'ignore')
})
