import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nextPlace, type Share, weightOfShare } from './spread.ts'

const load = (consumers: number, transports = 0) => ({ routers: 1, transports, consumers, pipes: 0 })
const share = (seats: number, consumers: number, others = 0): Share => ({
  seats,
  consumers,
  worker: load(consumers + others, 2 * seats),
})
const idle = load(0)

describe('spread', () => {
  it('opens the first router of a room when somebody comes', () => {
    assert.equal(nextPlace([], idle, 400), 'another')
    assert.equal(nextPlace([], undefined, 400), 'another')
  })

  it('keeps a small room together', () => {
    const only = share(10, 180)
    assert.equal(nextPlace([only], idle, 400), only)
  })

  it('takes another worker when a room has outgrown its own', () => {
    assert.equal(nextPlace([share(15, 400)], idle, 400), 'another')
  })

  it('counts those who have just come by what they will have', () => {
    assert.equal(weightOfShare({ seats: 20, consumers: 0 }), 400)
    assert.equal(nextPlace([share(20, 0)], idle, 400), 'another')
    assert.deepEqual(nextPlace([share(19, 0)], idle, 400), share(19, 0))
  })

  it('stays where no other worker has less to do, or none lives', () => {
    const only = share(30, 900)
    assert.equal(nextPlace([only], load(2_000), 400), only)
    assert.equal(nextPlace([only], undefined, 400), only)
  })

  it('seats the next one on the lightest of the workers that the room has', () => {
    const [heavy, light] = [share(20, 400), share(4, 60)]
    assert.equal(nextPlace([heavy, light], idle, 400), light)
    const [quiet, busy] = [share(20, 400), share(4, 60, 2_000)]
    assert.equal(nextPlace([quiet, busy], undefined, 400), quiet)
  })

  it('takes a third worker only when two are full', () => {
    assert.notEqual(nextPlace([share(30, 900), share(4, 60)], idle, 400), 'another')
    assert.equal(nextPlace([share(30, 900), share(30, 900)], idle, 400), 'another')
  })

  it('splits a crowd that comes at once evenly', () => {
    const seats = [0, 0]
    for (let joiner = 0; joiner < 100; joiner += 1) {
      const shares = seats.map((count) => share(count, 0))
      const chosen = nextPlace(shares, undefined, 0)
      const index = chosen === 'another' ? 0 : shares.indexOf(chosen)
      seats[index] = (seats[index] ?? 0) + 1
    }
    assert.deepEqual(seats, [50, 50])
  })
})
