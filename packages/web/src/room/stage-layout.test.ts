import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mostTiles } from './grid-layout.ts'
import { abovePages, divide, gap, placesIn } from './stage-layout.ts'

const desktop = { width: 1264, height: 712 }
const phone = { width: 374, height: 690 }

describe('the stage', () => {
  it('is a grid of up to forty-nine on a desktop, also above arrows and dots, and of a dozen on a phone', () => {
    const grid = divide(desktop, false, true)
    assert.equal(placesIn(grid), mostTiles)
    assert.equal(placesIn({ ...grid, people: abovePages(grid.people) }), mostTiles)
    const small = placesIn(divide(phone, false, true))
    assert.ok(small >= 6 && small <= 16, `${small} tiles`)
  })

  it('has a strip of one column beside what is large, or below it on a phone', () => {
    const wide = divide(desktop, true, true)
    assert.equal(wide.direction, 'row')
    assert.equal(wide.large.width + gap + wide.people.width, desktop.width)
    assert.equal(wide.least.width, wide.people.width)
    const tall = divide(phone, true, true)
    assert.equal(tall.direction, 'column')
    assert.equal(tall.large.height + gap + tall.people.height, phone.height)
    assert.ok(placesIn({ ...tall, people: abovePages(tall.people) }) >= 2)
  })

  it('is all of what is large where nobody is left for a strip', () => {
    assert.deepEqual(divide(desktop, true, false).large, desktop)
  })
})
