import assert from 'node:assert/strict'
import { test } from 'node:test'
import { swiped } from './swipe.ts'

test('a finger that goes left brings the next page, right the one before', () => {
  assert.equal(swiped({ x: 200, y: 50 }, { x: 100, y: 60 }), 1)
  assert.equal(swiped({ x: 100, y: 50 }, { x: 200, y: 40 }), -1)
})

test('a tap and a scroll are no swipes', () => {
  assert.equal(swiped({ x: 100, y: 50 }, { x: 90, y: 52 }), 0)
  assert.equal(swiped({ x: 100, y: 50 }, { x: 160, y: 250 }), 0)
})
