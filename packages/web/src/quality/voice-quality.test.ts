import assert from 'node:assert/strict'
import { test } from 'node:test'
import { estimateMos } from './voice-quality.ts'

test('a voice over a clean and short way has the best score of the E-model, 4.4', () => {
  assert.equal(estimateMos(0, 20).toFixed(1), '4.4')
})

test('loss and delay cost what the E-model says', () => {
  // R = 93.2 − 0.024 · 60 − 95 · 5 / (5 + 25.1) = 76.0
  assert.equal(estimateMos(0.05, 20).toFixed(2), '3.86')
  // R = 93.2 − 0.024 · 340 − 0.11 · (340 − 177.3) = 67.1
  assert.equal(estimateMos(0, 300).toFixed(2), '3.46')
})

test('it never leaves 1–4.5', () => {
  assert.equal(estimateMos(1, 5_000), 1)
  assert.ok(estimateMos(0, 0) < 4.5)
})
