import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { leastLoaded } from './placement.ts'

const worker = (name: string, routers: number, transports: number, consumers: number) => ({
  name,
  load: { routers, transports, consumers, pipes: 0 },
})

describe('placement', () => {
  it('chooses the worker with the fewest transports and consumers, however many rooms it has', () => {
    assert.equal(leastLoaded([worker('a', 1, 4, 9), worker('b', 8, 3, 9), worker('c', 1, 10, 10)])?.name, 'b')
  })

  it('lets the number of routers decide between equals', () => {
    assert.equal(leastLoaded([worker('a', 3, 2, 0), worker('b', 2, 0, 2), worker('c', 4, 1, 1)])?.name, 'b')
  })

  it('chooses none of none', () => {
    assert.equal(leastLoaded([]), undefined)
  })
})
