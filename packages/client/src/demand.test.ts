import assert from 'node:assert/strict'
import { test } from 'node:test'
import { neededEncodings } from './demand.ts'

const ladder = [{ scaleResolutionDownBy: 3 }, { scaleResolutionDownBy: 1.5 }, { scaleResolutionDownBy: 1 }]

test('of several sizes those up to the demanded one are needed', () => {
  const needed = [0, 90, 360, 361, 362, 720, 1080, 4000].map((height) => neededEncodings(ladder, 1080, height))
  assert.deepEqual(needed, [0, 1, 1, 1, 2, 2, 3, 3])
})

test('a single size is sent when anybody looks', () => {
  assert.deepEqual([neededEncodings([{}], 720, 0), neededEncodings([{}], 720, 90)], [0, 1])
})

test('before the server has said anything all is sent', () => {
  assert.equal(neededEncodings(ladder, 1080, Number.POSITIVE_INFINITY), 3)
})
