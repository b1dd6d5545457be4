import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '../rtc/random.ts'
import type { Impairment } from './impairment.ts'
import { Lane } from './lane.ts'

const many = 20_000

/** A lane and what became of `count` packets of 1000 bytes, one each ms. */
function run(impairment: Impairment, count = many, seed = 1): { lane: Lane; arrivals: number[][] } {
  const lane = new Lane(seededRandom(seed))
  lane.set(impairment)
  return { lane, arrivals: Array.from({ length: count }, (_, ms) => lane.offer(1_000, ms)) }
}

describe('a lane', () => {
  it('lets everything pass at once when nothing is wrong', () => {
    const { arrivals } = run({}, 100)
    assert.deepEqual(
      arrivals,
      Array.from({ length: 100 }, (_, ms) => [ms]),
    )
  })

  it('loses as many as it is told to, each by itself', () => {
    const { lane, arrivals } = run({ loss: { kind: 'uniform', rate: 0.1 } })
    const lost = arrivals.filter(({ length }) => length === 0).length
    assert.equal(lost, lane.counts.lost)
    assert.ok(Math.abs(lost / many - 0.1) < 0.01, `${lost}`)
  })

  it('loses in bursts: of the same share, longer ones', () => {
    const burst = { kind: 'gilbertElliott', toBad: 0.01, toGood: 0.1, lossInGood: 0, lossInBad: 1 } as const
    const [bursts, single] = [run({ loss: burst }), run({ loss: { kind: 'uniform', rate: 1 / 11 } })]
    const share = bursts.lane.counts.lost / many
    assert.ok(Math.abs(share - 1 / 11) < 0.02, `${share}`)
    assert.ok(meanBurst(bursts.arrivals) > 5 * meanBurst(single.arrivals))
  })

  it('is the same again with the same seed, and another with another', () => {
    const wild: Impairment = { loss: { kind: 'uniform', rate: 0.2 }, delayMs: 50, jitterMs: 80, duplicate: 0.1 }
    assert.deepEqual(run(wild, 500).arrivals, run(wild, 500).arrivals)
    assert.notDeepEqual(run(wild, 500).arrivals, run(wild, 500, 2).arrivals)
  })

  it('delays by at least the delay and at most the jitter more, and keeps the order', () => {
    const { arrivals } = run({ delayMs: 100, jitterMs: 30 }, 1_000)
    let last = 0
    for (const [ms, [arrival = 0]] of arrivals.entries()) {
      assert.ok(arrival >= ms + 100 && arrival >= last)
      assert.ok(arrival <= ms + 130)
      last = arrival
    }
  })

  it('lets some overtake others only where it is told to', () => {
    const { arrivals } = run({ delayMs: 50, reorder: 0.1 }, 1_000)
    const order = arrivals.flat()
    const overtaken = order.filter((arrival, index) => index > 0 && arrival < (order[index - 1] ?? 0)).length
    assert.ok(overtaken > 50 && overtaken < 150, `${overtaken}`)
  })

  it('delivers some twice', () => {
    const { lane, arrivals } = run({ duplicate: 0.05 })
    assert.equal(arrivals.filter(({ length }) => length === 2).length, lane.counts.duplicated)
    assert.ok(Math.abs(lane.counts.duplicated / many - 0.05) < 0.01)
  })

  it('carries no more than its rate, and loses what does not fit into its queue', () => {
    const { lane, arrivals } = run({ rateBps: 300_000, queueBytes: 10_000 }, 4_000)
    const carried = arrivals.flat()
    const last = carried.at(-1) ?? 0
    assert.ok(Math.abs(carried.length * 8_000 - (300_000 * last) / 1_000) < 16_000)
    const longest = Math.max(...arrivals.map(([arrival = 0], ms) => arrival - ms))
    assert.ok(longest <= (11_000 * 8_000) / 300_000, `${longest}`)
    assert.equal(lane.counts.overflowed, 4_000 - carried.length)
  })

  it('is switched while it runs: an outage, and back', () => {
    const lane = new Lane(seededRandom(1))
    lane.set({ outage: true })
    assert.deepEqual(lane.offer(100, 0), [])
    lane.set({ delayMs: 5 })
    assert.deepEqual(lane.offer(100, 10), [15])
    lane.set({})
    assert.deepEqual(lane.offer(100, 20), [20])
  })

  it('refuses what cannot be', () => {
    const lane = new Lane(seededRandom(1))
    for (const wrong of [
      { duplicate: 2 },
      { delayMs: -1 },
      { rateBps: 0 },
      { loss: { kind: 'uniform', rate: -0.1 } },
    ] as const)
      assert.throws(() => lane.set(wrong), RangeError)
  })
})

function meanBurst(arrivals: readonly number[][]): number {
  const lost = arrivals.map(({ length }) => length === 0)
  const bursts = lost.filter((isLost, at) => isLost && lost[at - 1] !== true).length
  return lost.filter(Boolean).length / bursts
}
