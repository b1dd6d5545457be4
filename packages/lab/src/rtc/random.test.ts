import assert from 'node:assert/strict'
import { it } from 'node:test'
import { PROBATOR_SSRC, randomSsrc, seededRandom } from './random.ts'

const take = (random: () => number, count: number) => Array.from({ length: count }, random)

it('the same seed gives the same numbers, another seed others', () => {
  assert.deepEqual(take(seededRandom(42), 20), take(seededRandom(42), 20))
  assert.notDeepEqual(take(seededRandom(42), 20), take(seededRandom(43), 20))
})

it('numbers fill the range from 0 to below 1 evenly', () => {
  const numbers = take(seededRandom(1), 10_000)
  assert.ok(numbers.every((number) => number >= 0 && number < 1))
  for (let tenth = 0; tenth < 10; tenth++) {
    const count = numbers.filter((number) => Math.floor(number * 10) === tenth).length
    assert.ok(count > 900 && count < 1_100, `${count} in the ${tenth}th tenth`)
  }
})

it('an SSRC is never that of mediasoup’s probes', () => {
  const numbers = [PROBATOR_SSRC / 0xffff_ffff, 0.5]
  assert.equal(
    randomSsrc(() => numbers.shift() ?? 0.5),
    Math.floor(0xffff_ffff / 2),
  )
})
