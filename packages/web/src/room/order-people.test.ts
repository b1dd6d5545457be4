import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { orderPeople, putFirst } from './order-people.ts'

const nobody = { speaking: [], spoke: new Map<string, number>(), kept: [] }

describe('the order of people', () => {
  it('is that of joining at first', () => {
    assert.deepEqual(orderPeople({ ...nobody, before: [], all: ['a', 'b', 'c'], places: 2 }), ['a', 'b', 'c'])
  })

  it('lets whoever speaks change places with the one who has been silent longest', () => {
    const before = ['a', 'b', 'c', 'd', 'e']
    const spoke = new Map([
      ['a', 5],
      ['b', 2],
      ['c', 9],
    ])
    const order = orderPeople({ ...nobody, before, all: before, places: 3, speaking: ['e'], spoke })
    assert.deepEqual(order, ['a', 'e', 'c', 'd', 'b'])
  })

  it('takes the last of those who have never spoken', () => {
    const before = ['a', 'b', 'c', 'd']
    const spoke = new Map([['a', 1]])
    const order = orderPeople({ ...nobody, before, all: before, places: 3, speaking: ['d'], spoke })
    assert.deepEqual(order, ['a', 'b', 'd', 'c'])
  })

  it('moves nobody who speaks where one sees it already', () => {
    const before = ['a', 'b', 'c', 'd']
    const all = before
    assert.deepEqual(orderPeople({ ...nobody, before, all, places: 2, speaking: ['b'] }), before)
    assert.deepEqual(orderPeople({ ...nobody, before, all, places: 2, speaking: ['c'], kept: ['c', 'd'] }), before)
  })

  it('sends nobody away who speaks as well', () => {
    const before = ['a', 'b', 'c']
    assert.deepEqual(orderPeople({ ...nobody, before, all: before, places: 1, speaking: ['a', 'c'] }), before)
  })

  it('fills the place of one who left from behind, and lets the others stand', () => {
    const order = orderPeople({ ...nobody, before: ['a', 'b', 'c', 'd'], all: ['b', 'c', 'd', 'e'], places: 3 })
    assert.deepEqual(order, ['d', 'b', 'c', 'e'])
  })

  it('closes up when nobody is left behind', () => {
    assert.deepEqual(orderPeople({ ...nobody, before: ['a', 'b', 'c'], all: ['b', 'c'], places: 9 }), ['b', 'c'])
  })
})

describe('the one who is shown large', () => {
  it('changes places with the one before', () => {
    assert.deepEqual(putFirst(['a', 'b', 'c', 'd'], 'c'), ['c', 'b', 'a', 'd'])
  })

  it('may be somebody who is not among them', () => {
    assert.deepEqual(putFirst(['a', 'b'], 'x'), ['a', 'b'])
    assert.deepEqual(putFirst(['a', 'b'], undefined), ['a', 'b'])
  })
})
