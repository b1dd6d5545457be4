import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Demand, lessAfterMs } from './demand.ts'

describe('demand', () => {
  it('tells more at once and less after a pause', () => {
    const demand = toldOf(180)
    demand.set({ track: 'v', height: 720 }, 10_000)
    assert.deepEqual(demand.take(10_000), [{ track: 'v', height: 720 }])
    demand.set({ track: 'v', height: 0 }, 10_100)
    assert.deepEqual(demand.take(10_100), [])
    assert.equal(demand.nextAtMs, 10_100 + lessAfterMs)
    assert.deepEqual(demand.take(10_100 + lessAfterMs), [{ track: 'v', height: 0 }])
    assert.equal(demand.nextAtMs, undefined)
  })

  it('tells nothing of somebody who looks away and back', () => {
    const demand = toldOf(360)
    demand.set({ track: 'v', height: 0 }, 10_000)
    demand.set({ track: 'v', height: 360 }, 10_500)
    assert.deepEqual(demand.take(20_000), [])
    assert.equal(demand.nextAtMs, undefined)
  })

  it('counts the pause from when less was wanted first, and then tells what is wanted now', () => {
    const demand = toldOf(720)
    demand.set({ track: 'v', height: 360 }, 10_000)
    demand.set({ track: 'v', height: 180 }, 11_000)
    assert.deepEqual(demand.take(10_000 + lessAfterMs), [{ track: 'v', height: 180 }])
  })

  it('takes for granted that a publisher who was told nothing sends all it has', () => {
    const demand = new Demand()
    demand.set({ track: 'v', height: 0 }, 0)
    assert.deepEqual(demand.take(0), [])
    assert.equal(demand.isUnseen('v'), false)
    assert.deepEqual(demand.take(lessAfterMs), [{ track: 'v', height: 0 }])
    assert.equal(demand.isUnseen('v'), true)
  })

  it('tells at once what its publisher may have missed', () => {
    const demand = toldOf(360)
    demand.retell('v')
    assert.deepEqual(demand.take(10_000), [{ track: 'v', height: 360 }])
    assert.deepEqual(demand.take(20_000), [])
  })

  it('knows nothing of a track that has ended', () => {
    const demand = toldOf(0)
    demand.set({ track: 'v', height: 180 }, 10_000)
    demand.forget('v')
    assert.deepEqual(demand.take(20_000), [])
  })
})

function toldOf(height: number): Demand {
  const demand = new Demand()
  demand.set({ track: 'v', height }, 0)
  demand.take(lessAfterMs)
  return demand
}
