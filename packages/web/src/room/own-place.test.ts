import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cornerBeside, nearestCorner } from './own-place.ts'

const stage = { width: 100, height: 60 }

describe('the small picture of oneself', () => {
  it('goes to the corner near which it is let go', () => {
    assert.equal(nearestCorner({ x: 10, y: 10 }, stage), 'topLeft')
    assert.equal(nearestCorner({ x: 90, y: 10 }, stage), 'topRight')
    assert.equal(nearestCorner({ x: 49, y: 31 }, stage), 'bottomLeft')
    assert.equal(nearestCorner({ x: 120, y: 70 }, stage), 'bottomRight')
  })

  it('goes where an arrow points', () => {
    assert.equal(cornerBeside('bottomRight', 'ArrowLeft'), 'bottomLeft')
    assert.equal(cornerBeside('bottomLeft', 'ArrowUp'), 'topLeft')
    assert.equal(cornerBeside('topLeft', 'ArrowUp'), 'topLeft')
    assert.equal(cornerBeside('topLeft', 'ArrowRight'), 'topRight')
    assert.equal(cornerBeside('topRight', 'ArrowDown'), 'bottomRight')
    assert.equal(cornerBeside('topLeft', 'Enter'), undefined)
  })
})
