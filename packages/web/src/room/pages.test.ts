import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { turnTo } from './pages.ts'

const items = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

describe('the pages of the stage', () => {
  it('are one where all fit', () => {
    assert.deepEqual(turnTo(0, 8, { first: [], items, last: ['me'] }), {
      items: [...items, 'me'],
      page: 0,
      pageCount: 1,
    })
  })

  it('hold everybody once', () => {
    const pages = [0, 1, 2].map((page) => turnTo(page, 3, { first: [], items, last: ['me'] }))
    assert.deepEqual(
      pages.map((page) => page.items),
      [
        ['a', 'b', 'me'],
        ['c', 'd', 'e'],
        ['f', 'g'],
      ],
    )
    assert.deepEqual(
      pages.map(({ pageCount }) => pageCount),
      [3, 3, 3],
    )
  })

  it('end with the last one, also where one has turned further', () => {
    assert.deepEqual(turnTo(9, 3, { first: [], items: ['a'], last: [] }), { items: ['a'], page: 0, pageCount: 1 })
  })

  it('show screens on the first page', () => {
    assert.deepEqual(turnTo(0, 3, { first: ['screen'], items, last: ['me'] }).items, ['screen', 'a', 'me'])
  })

  it('need no people at all', () => {
    assert.deepEqual(turnTo(0, 3, { first: [], items: [], last: [] }), { items: [], page: 0, pageCount: 1 })
  })
})
