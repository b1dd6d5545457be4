import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Quality } from './quality.ts'

describe('quality', () => {
  it('is that of the worse direction, and told only when it changes', () => {
    const quality = new Quality()
    quality.rate('ada', 'up', 'a', 10)
    assert.deepEqual(quality.take(), [{ participant: 'ada', score: 10 }])
    quality.rate('ada', 'down', 'b', 4)
    quality.rate('ada', 'down', 'c', 8)
    assert.deepEqual(quality.take(), [{ participant: 'ada', score: 6 }])
    quality.rate('ada', 'up', 'a', 9)
    assert.deepEqual(quality.take(), [])
    assert.deepEqual(quality.told, [{ participant: 'ada', score: 6 }])
  })

  it('says nothing of one of whom nothing flows', () => {
    const quality = new Quality()
    quality.rate('ada', 'up', 'a', undefined)
    assert.deepEqual([quality.take(), quality.told], [[], []])
    quality.rate('ada', 'up', 'a', 5)
    quality.rate('ada', 'up', 'a', undefined)
    assert.deepEqual(quality.take(), [])
  })

  it('forgets who has left', () => {
    const quality = new Quality()
    quality.rate('ada', 'up', 'a', 5)
    quality.take()
    quality.forget('ada')
    assert.deepEqual(quality.told, [])
  })
})
