import assert from 'node:assert/strict'
import { test } from 'node:test'
import { neededSizes } from './demand.ts'

const ladder = [{ scaleResolutionDownBy: 3 }, { scaleResolutionDownBy: 1.5 }, { scaleResolutionDownBy: 1 }]

test('of several sizes those up to the demanded one are needed', () => {
  const needed = [0, 90, 360, 361, 362, 720, 1080, 4000].map((height) => neededSizes(ladder, 1080, height))
  assert.deepEqual(needed, [0, 1, 1, 1, 2, 2, 3, 3])
})

test('the sizes of a scalable stream halve from one to the next', () => {
  const svc = [{ scaleResolutionDownBy: 1, scalabilityMode: 'L3T3_KEY' }]
  assert.deepEqual(
    [0, 180, 360, 720].map((height) => neededSizes(svc, 720, height)),
    [0, 1, 2, 3],
  )
})

test('a single size is sent when anybody looks', () => {
  assert.deepEqual([neededSizes([{}], 720, 0), neededSizes([{}], 720, 90)], [0, 1])
})

test('before the server has said anything all is sent', () => {
  assert.equal(neededSizes(ladder, 1080, Number.POSITIVE_INFINITY), 3)
})
