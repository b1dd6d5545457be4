import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bars, levelOfLine, levelOfScore, worst } from './level.ts'

test('scores of the server become steps and bars', () => {
  assert.deepEqual([10, 8, 7, 5, 4, 1, 0, undefined].map(levelOfScore), [
    'good',
    'good',
    'fair',
    'fair',
    'poor',
    'poor',
    'lost',
    undefined,
  ])
  assert.deepEqual((['lost', 'poor', 'fair', 'good'] as const).map(bars), [0, 1, 2, 3])
})

test('a line is judged by the thresholds of MED-12', () => {
  assert.deepEqual(
    [
      levelOfLine(0.029, 29),
      levelOfLine(0.03, 0),
      levelOfLine(0, 30),
      levelOfLine(0.05, 0),
      levelOfLine(0, 50),
      levelOfLine(0.3, 0),
      levelOfLine(undefined, undefined),
    ],
    ['good', 'fair', 'fair', 'poor', 'poor', 'lost', 'good'],
  )
})

test('the worst counts, and nothing of nothing', () => {
  assert.equal(worst('good', undefined, 'poor', 'fair'), 'poor')
  assert.equal(worst(undefined), undefined)
})
