import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ArrivalNoise } from './arrival-noise.ts'

const one = { joined: 1, left: 0 }

describe('the noise of joining', () => {
  it('is a sound for one who comes or goes in a small room', () => {
    assert.equal(new ArrivalNoise().soundOf(3, one, 0), 'joined')
    assert.equal(new ArrivalNoise().soundOf(3, { joined: 0, left: 1 }, 0), 'left')
  })

  it('is no sound in a large room, but a word still, and in a hall not even that', () => {
    const noise = new ArrivalNoise()
    assert.equal(noise.soundOf(9, one, 0), undefined)
    assert.ok(noise.isSaid(20))
    assert.equal(noise.isSaid(21), false)
  })

  it('is no sound where several come together or shortly after each other', () => {
    const noise = new ArrivalNoise()
    assert.equal(noise.soundOf(3, { joined: 2, left: 0 }, 0), undefined)
    assert.equal(noise.soundOf(4, one, 1_000), 'joined')
    assert.equal(noise.soundOf(5, one, 3_000), undefined)
    assert.equal(noise.soundOf(6, one, 6_000), 'joined')
  })
})
