import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limitView, openReceiving } from './receiving.ts'

const items = [
  { track: 'a', width: 1280, height: 720 },
  { track: 'b', width: 160, height: 90 },
]

test('sound only asks for no picture, small for none larger than the smallest size', () => {
  assert.deepEqual(limitView('all', items), items)
  assert.deepEqual(limitView('sound', items), [])
  assert.deepEqual(limitView('small', items), [{ track: 'a', width: 320, height: 180 }, items[1]])
})

test('who listens hears of another choice, and not of the same one', () => {
  const receiving = openReceiving()
  let heard = 0
  const off = receiving.subscribe(() => heard++)
  receiving.set('all')
  receiving.set('sound')
  off()
  receiving.set('small')
  assert.equal(heard, 1)
  assert.equal(receiving.mode(), 'small')
})
