// Who is worth a word for coming or going.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Comings } from './comings.ts'

const nothing = { joined: [], left: [] }

test('those who come together make one sentence', () => {
  const comings = new Comings()
  comings.note('joined', 'a', 'Ada', 0)
  comings.note('joined', 'b', 'Ben', 300)
  assert.deepEqual(comings.take(300), nothing)
  assert.equal(comings.dueMs, 400)
  assert.deepEqual(comings.take(400), { joined: ['Ada', 'Ben'], left: [] })
  assert.equal(comings.dueMs, undefined)
})

test('one who leaves and is back within three seconds is no news, and one who stays away is', () => {
  const comings = new Comings()
  comings.note('left', 'a', 'Ada', 0)
  comings.note('left', 'b', 'Ben', 0)
  comings.note('joined', 'a', 'Ada', 2_900)
  assert.deepEqual(comings.take(3_000), { joined: [], left: ['Ben'] })
  assert.deepEqual(comings.take(10_000), nothing)
})

test('one who comes back later is told', () => {
  const comings = new Comings()
  comings.note('left', 'a', 'Ada', 0)
  assert.deepEqual(comings.take(3_000), { joined: [], left: ['Ada'] })
  comings.note('joined', 'a', 'Ada', 5_000)
  assert.deepEqual(comings.take(5_400), { joined: ['Ada'], left: [] })
})

test('around our own reconnect nobody comes or goes', () => {
  const comings = new Comings()
  comings.note('left', 'a', 'Ada', 0)
  comings.lost()
  comings.note('joined', 'b', 'Ben', 500)
  comings.back(1_000)
  comings.note('left', 'b', 'Ben', 1_100)
  comings.note('joined', 'a', 'Ada', 5_900)
  assert.equal(comings.dueMs, undefined)
})

test('one who finds back late after a restart was never told to be gone, and is not told to be back', () => {
  const comings = new Comings()
  comings.lost()
  comings.back(0)
  comings.note('left', 'a', 'Ada', 10)
  comings.note('joined', 'a', 'Ada', 9_000)
  assert.equal(comings.dueMs, undefined)
  comings.note('joined', 'c', 'Cleo', 9_000)
  assert.deepEqual(comings.take(9_400), { joined: ['Cleo'], left: [] })
})
