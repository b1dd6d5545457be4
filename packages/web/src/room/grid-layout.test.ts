// The grid's arithmetic.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layOut, mostTiles, tilesThatFit } from './grid-layout.ts'

const desktop = { width: 1264, height: 700 }
const least = { width: 104, height: 72 }
const phone = { width: 374, height: 680 }

test('one tile takes all the height of a desktop at 16:9', () => {
  assert.deepEqual(layOut(1, desktop, 8), { columns: 1, rows: 1, tile: { width: 1244, height: 700 } })
})

test('two stand side by side on a desktop and one above the other on a phone', () => {
  assert.equal(layOut(2, desktop, 8).columns, 2)
  assert.equal(layOut(2, phone, 8).columns, 1)
})

test('two stand side by side where the window of a laptop leaves either way the same size', () => {
  for (const height of [680, 714, 722, 730]) assert.equal(layOut(2, { width: 1264, height }, 8).columns, 2)
})

test('four, nine and twenty-five make squares on a desktop', () => {
  for (const side of [2, 3, 5]) assert.equal(layOut(side * side, desktop, 8).columns, side)
})

test('every grid from 1 to 49 stays inside its space and has room for everybody', () => {
  for (const space of [desktop, phone, { width: 900, height: 120 }]) {
    for (let count = 1; count <= mostTiles; count++) {
      const { columns, rows, tile } = layOut(count, space, 8)
      assert.ok(columns * rows >= count)
      assert.ok(columns * tile.width + (columns - 1) * 8 <= space.width)
      assert.ok(rows * tile.height + (rows - 1) * 8 <= space.height)
      assert.ok(tile.width > 0 && tile.height > 0)
    }
  }
})

test('a desktop holds forty-nine, a phone fewer, and no space still one', () => {
  assert.equal(tilesThatFit(desktop, least, 8), mostTiles)
  assert.ok(tilesThatFit(phone, least, 8) >= 16 && tilesThatFit(phone, least, 8) < mostTiles)
  assert.equal(tilesThatFit({ width: 0, height: 0 }, least, 8), 1)
})
