import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Quality } from './quality.ts'

const nothing = { forAll: [], forThemselves: [] }

describe('quality', () => {
  it('is that of the worse direction, and told only when it changes', () => {
    const quality = new Quality()
    quality.rate('ada', 'up', 'a', 10)
    assert.deepEqual(quality.take().forAll, [{ participant: 'ada', score: 10 }])
    quality.rate('ada', 'down', 'b', 4)
    quality.rate('ada', 'down', 'c', 8)
    assert.deepEqual(quality.take().forAll, [{ participant: 'ada', score: 6 }])
    quality.rate('ada', 'up', 'a', 9)
    assert.deepEqual(quality.take(), nothing)
    assert.deepEqual(quality.told, [{ participant: 'ada', score: 6 }])
  })

  it('says nothing of one of whom nothing flows', () => {
    const quality = new Quality()
    quality.rate('ada', 'up', 'a', undefined)
    assert.deepEqual([quality.take(), quality.told], [nothing, []])
    quality.rate('ada', 'up', 'a', 5)
    quality.rate('ada', 'up', 'a', undefined)
    assert.deepEqual(quality.take(), nothing)
  })

  it('is told to all of who sends, and to themselves of those who only receive', () => {
    const quality = new Quality()
    quality.rate('ada', 'down', 'b', 5)
    assert.deepEqual(quality.take(), { forAll: [], forThemselves: [{ participant: 'ada', score: 5 }] })
    assert.deepEqual(quality.told, [])
    quality.rate('ada', 'up', 'a', 5)
    assert.deepEqual(quality.take(), { forAll: [{ participant: 'ada', score: 5 }], forThemselves: [] })
    assert.deepEqual(quality.take(), nothing)
  })

  it('forgets who has left', () => {
    const quality = new Quality()
    quality.rate('ada', 'up', 'a', 5)
    quality.take()
    quality.forget('ada')
    assert.deepEqual(quality.told, [])
  })
})
