// Who is visible when not everybody fits.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseVisible } from './choose-visible.ts'

test('everybody is visible in order of joining while there is room', () => {
  assert.deepEqual(chooseVisible([], ['a', 'b', 'c'], 5, []), ['a', 'b', 'c'])
})

test('who is hidden and speaks takes the place of the last silent one, and the others stay where they are', () => {
  assert.deepEqual(chooseVisible(['a', 'b', 'c'], ['a', 'b', 'c', 'd', 'e'], 3, ['e', 'c']), ['a', 'e', 'c'])
})

test('who has come in by speaking stays when silent again', () => {
  assert.deepEqual(chooseVisible(['a', 'e', 'c'], ['a', 'b', 'c', 'd', 'e'], 3, []), ['a', 'e', 'c'])
})

test('a place that falls free goes to the first one waiting', () => {
  assert.deepEqual(chooseVisible(['a', 'e', 'c'], ['b', 'c', 'd', 'e'], 3, []), ['e', 'c', 'b'])
})

test('a speaker who has left is not shown, and fewer places show fewer', () => {
  assert.deepEqual(chooseVisible(['a', 'b', 'c'], ['a', 'b', 'c'], 2, ['x']), ['a', 'b'])
})
